/** Which entries exist. One that is not written yet is left out instead of breaking the build of the others. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Submitters' pages: each becomes one file that asks for no other. */
const PUBLIC = ["report", "answers", "kit"];
const STAFF = ["src/desk/main.tsx", "src/partner/main.tsx"];

/** Name (`report`) and path (`src/public/report.ts`) of each public entry that exists. */
export function publicEntries(): { name: string; path: string }[] {
  return PUBLIC.map((name) => ({ name, path: `src/public/${name}.ts` })).filter(({ path }) => existsSync(ROOT + path));
}

/** Name (`desk`) → path of each staff entry that exists. */
export function staffEntries(): Record<string, string> {
  const present = STAFF.filter((path) => existsSync(ROOT + path));
  return Object.fromEntries(present.map((path) => [path.split("/")[1] ?? path, path]));
}
