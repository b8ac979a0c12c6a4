/**
 * What would stay readable of a text when spans of it are hidden, and has to be confirmed before anything is sent.
 *
 * The twin of `analysis/readable.py`, whose module text states the rules; both run `tests/data/readable_vectors.json`.
 * Offsets are Unicode code points, as in every finding, never UTF-16 units.
 */

export type Reason = "cut" | "digits" | "unknown" | "capital" | "opening";

/** A run of letters and digits that stays readable: code points `start` to `end` (exclusive), and why it is listed. */
export interface ReadableWord {
  readonly start: number;
  readonly end: number;
  readonly why: Reason;
}

/** Code points from the first to the second, exclusive. */
export type HiddenRange = readonly [start: number, end: number];

/** One-letter words. Any other letter alone may be an initial. */
const SINGLE_LETTERS: Readonly<Record<string, string>> = { es: "aeouy", pt: "aeo", en: "ai", fr: "ay" };
const BETWEEN_STOP_AND_WORD = " \t\"'«“”‘’¿¡([";
const IN_WORD = /^[\p{L}\p{M}\p{N}]$/u;
const NUMBER = /^\p{N}$/u;
const UPPER = /^[\p{Lu}\p{Lt}]$/u;
const LOWER = /^\p{Ll}$/u;
const MARKS = /\p{M}/gu;

/** NFKD without marks, each code point in lower case by itself (so that no neighbour changes a letter). */
export function folded(word: string): string {
  return Array.from(word.normalize("NFKD").replace(MARKS, ""), (point) => point.toLowerCase()).join("");
}

/**
 * Every run to confirm, in the order of the text. `common` holds the commonest words of the language, folded (see
 * `data/commonWords.ts`); an empty set knows no word. Ranges may overlap, be empty or reach beyond the text.
 */
export function readableWords(
  text: string,
  hidden: readonly HiddenRange[],
  lang: string,
  common: ReadonlySet<string>,
): ReadableWord[] {
  const points = Array.from(text);
  const covered = coverage(points.length, hidden);
  const inWord = points.map((point) => IN_WORD.test(point));
  const singles = SINGLE_LETTERS[lang.split("-")[0] ?? ""] ?? "";
  const shouting = shouts(points);
  const found: ReadableWord[] = [];
  let start = 0;
  while (start < points.length) {
    if (covered[start] === 1 || inWord[start] !== true) {
      start += 1;
      continue;
    }
    let end = start + 1;
    while (end < points.length && covered[end] !== 1 && inWord[end] === true) end += 1;
    const cut =
      (covered[start - 1] === 1 && inWord[start - 1] === true) || (covered[end] === 1 && inWord[end] === true);
    const why = cut ? "cut" : reason(points, start, end, common, singles, shouting);
    if (why !== null) found.push({ start, end, why });
    start = end;
  }
  return found;
}

function coverage(length: number, hidden: readonly HiddenRange[]): Uint8Array {
  const covered = new Uint8Array(length);
  for (const [start, end] of hidden) {
    const first = Math.max(0, start);
    const last = Math.min(length, end);
    if (first < last) covered.fill(1, first, last);
  }
  return covered;
}

/** More than six in ten cased letters are capitals: then a capital says nothing about a word. */
function shouts(points: readonly string[]): boolean {
  const upper = points.filter((point) => UPPER.test(point)).length;
  const lower = points.filter((point) => LOWER.test(point)).length;
  return 10 * upper > 6 * (upper + lower);
}

function reason(
  points: readonly string[],
  start: number,
  end: number,
  common: ReadonlySet<string>,
  singles: string,
  shouting: boolean,
): Reason | null {
  const word = points.slice(start, end);
  if (word.some((point) => NUMBER.test(point))) return "digits";
  const plain = folded(word.join(""));
  const letters = Array.from(plain);
  const known =
    letters.length === 1
      ? isApostrophe(points[end]) || isApostrophe(points[start - 1]) || singles.includes(plain)
      : common.has(plain);
  if (!known) return "unknown";
  if (!word.some((point) => UPPER.test(point))) return null;
  return shouting || opens(points, start) ? "opening" : "capital";
}

function isApostrophe(point: string | undefined): boolean {
  return point === "'" || point === "’";
}

/** Only blanks, quotation marks and brackets stand between the word and a stop, a line's beginning or the text's. */
function opens(points: readonly string[], start: number): boolean {
  let place = start - 1;
  let point = points[place];
  while (point !== undefined && BETWEEN_STOP_AND_WORD.includes(point)) {
    place -= 1;
    point = points[place];
  }
  return point === undefined || ".!?\n\r".includes(point);
}
