/** Joins the manifests of the separate builds into the one that the server reads. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

/** Writes `<folder>/manifest.json` from the named parts, which it removes, and from `more`. */
export function joinManifests(folder: string, parts: readonly string[], more: Record<string, unknown>): void {
  mkdirSync(folder, { recursive: true });
  const joined: Record<string, unknown> = { ...more };
  for (const part of parts) {
    const path = `${folder}/${part}`;
    Object.assign(joined, JSON.parse(readFileSync(path, "utf8")));
    rmSync(path);
  }
  const ordered = Object.fromEntries(Object.entries(joined).sort(([one], [other]) => (one < other ? -1 : 1)));
  writeFileSync(`${folder}/manifest.json`, `${JSON.stringify(ordered, null, 2)}\n`);
}
