/**
 * One form for the many ways in which the same words can be written, and the search in it: the twin of
 * `incidents/pdf/folding.py`, so that this page hides what the worker's leak gate would find.
 */

/** Stands between things that do not belong together; never folded away and never part of a value. */
export const BREAK = "\uffff";

const LOOK_ALIKE = new Map<string, string>();
for (const [seen, meant] of [
  ["АВЕЅІЈКМНОРСТУХҮԌԚԜѴ", "abesijkmhopctyxygqwv"],
  ["авеѕіјкмнорстухѵһԁԛԝӏґгпи", "abesijkmhopctyxvhdqwlrrnu"],
  ["ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹϳ", "abezhikmnoptyxcj"],
  ["αβεηικνορτυχγωϲ", "abenikvoptuxywc"],
  ["ոսօհցքԼՕՍ", "nuohgqlou"],
  ["ıłŁøØđĐħĦŧŦɑɡɩʀʏꓲⅼ", "illooddhhttagiryil"],
] as const) {
  Array.from(seen).forEach((letter, at) => LOOK_ALIKE.set(letter, meant.charAt(at)));
}

const DROPPED = /^[\p{M}\p{Cf}]$/u;
const DIGIT = /^\p{Nd}$/u;
const LETTER = /^[\p{L}\p{N}]$/u;
const SMALL = /^[a-zß-öø-ÿ]$/u;
const CAPITAL = /^[A-ZÀ-ÖØ-Þ]$/u;

/** Letters and digits of a text, with where each came from. */
export interface Folded {
  readonly letters: string;
  /** 1 where a word begins at that letter, and at the end. */
  readonly starts: Uint8Array;
  /** For each letter, the index of the code point of the text that it came from. */
  readonly from: readonly number[];
}

/** The value of a decimal digit of any script: each has its ten in a row. */
function digitOf(point: string): string {
  let code = point.codePointAt(0) ?? 0;
  let value = 0;
  while (value < 9 && DIGIT.test(String.fromCodePoint(code - 1))) {
    code -= 1;
    value += 1;
  }
  return String(value);
}

function plainLetters(decomposed: string): string {
  if (DROPPED.test(decomposed)) return "";
  const meant = LOOK_ALIKE.get(decomposed);
  if (meant !== undefined) return meant;
  if (DIGIT.test(decomposed)) return decomposed >= "0" && decomposed <= "9" ? decomposed : digitOf(decomposed);
  return decomposed.toLowerCase().replace("ß", "ss").replace("ς", "σ");
}

/** Words begin after anything but a letter or digit, where small letters meet capitals, and where letters meet digits. */
export function fold(text: string): Folded {
  const points = Array.from(text);
  const letters: string[] = [];
  const from: number[] = [];
  const starts: number[] = [];
  let before: "none" | "letter" | "digit" = "none";
  points.forEach((point, at) => {
    if (SMALL.test(points[at - 1] ?? "") && CAPITAL.test(point)) before = "none";
    for (const decomposed of point.normalize("NFKD")) {
      for (const letter of plainLetters(decomposed)) {
        if (letter !== BREAK && !LETTER.test(letter)) {
          before = "none";
          continue;
        }
        const sort = letter === BREAK ? "none" : DIGIT.test(letter) ? "digit" : "letter";
        starts.push(before === sort && sort !== "none" ? 0 : 1);
        letters.push(letter);
        from.push(at);
        before = sort;
      }
    }
  });
  // Every letter is one unit of the string: what lies outside of the first plane is never part of a search.
  const units = letters.map((letter) => (letter.length === 1 ? letter : BREAK));
  return { letters: units.join(""), starts: Uint8Array.from([...starts, 1]), from };
}

const remembered = new Map<string, Folded>();
const MOST_REMEMBERED = 2000;

/** `fold`, remembered: texts are folded again at every stroke of a key, and most have not changed. */
export function folded(text: string): Folded {
  const known = remembered.get(text);
  if (known !== undefined) return known;
  if (remembered.size > MOST_REMEMBERED) remembered.clear();
  const made = fold(text);
  remembered.set(text, made);
  return made;
}

/** Forgets every folded text: the vault closed. */
export function foldingForget(): void {
  remembered.clear();
}

/** Places in the folded letters, the end exclusive. */
export interface Occurrence {
  readonly start: number;
  readonly end: number;
}

function wordEnds({ letters, starts }: Folded, end: number, plural: boolean): boolean {
  if (starts[end] === 1) return true;
  if (!plural) return false;
  return ["s", "es"].some((suffix) => letters.startsWith(suffix, end) && starts[end + suffix.length] === 1);
}

/** Every place of `wanted` (folded letters); `wholeWords` asks for borders at both ends, a plural s or es aside. */
export function occurrences(text: Folded, wanted: string, wholeWords: boolean): Occurrence[] {
  const found: Occurrence[] = [];
  for (let at = text.letters.indexOf(wanted); at >= 0; at = text.letters.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    if (!wholeWords || (text.starts[at] === 1 && wordEnds(text, end, wanted.length >= 4))) found.push({ start: at, end });
  }
  return found;
}
