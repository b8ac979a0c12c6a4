/**
 * The commonest words of the four languages, loaded when a text of that language is redacted.
 *
 * The lists are those of the worker, taken by the build from `analysis/data/common/` (source and licence: README.md
 * there), so that browser and worker can never know different words.
 */

const LISTS: Readonly<Record<string, () => Promise<{ default: string }>>> = {
  es: () => import("../../../../analysis/data/common/es.txt?raw"),
  pt: () => import("../../../../analysis/data/common/pt.txt?raw"),
  en: () => import("../../../../analysis/data/common/en.txt?raw"),
  fr: () => import("../../../../analysis/data/common/fr.txt?raw"),
};

/** Folded words of es, pt (or pt-br), en or fr; an empty set, to which every word is unknown, for any other. */
export async function commonWords(lang: string): Promise<ReadonlySet<string>> {
  const load = LISTS[lang.split("-")[0] ?? ""];
  if (load === undefined) return new Set();
  const { default: list } = await load();
  return new Set(list.split(/\s+/u).filter((word) => word !== ""));
}
