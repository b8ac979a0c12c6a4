/** The desk's own names of its coarse zones, which the shell page carries. */

let names: ReadonlyMap<string, string> | null = null;

function load(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const option of document.querySelectorAll<HTMLMetaElement>('meta[name="zone"]')) {
    found.set(option.dataset["id"] ?? "", option.content);
  }
  return found;
}

/** The name of a zone; its id where the desk has dropped it since; "" for none. */
export function zoneName(id: string): string {
  names ??= load();
  return names.get(id) ?? id;
}
