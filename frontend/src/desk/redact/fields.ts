/** Every text of a case file that leaves for the partner, with the places in it that are redacted. */
import { markText } from "./markWords";
import { paragraphsOf, type Place, placesIn, type Run, runsOf } from "./matching";
import { oneLine, printable, type Work } from "./work";

export type FieldKind = "title" | "term" | "fact" | "heading" | "text";

export interface Field {
  readonly kind: FieldKind;
  /** Which fact or section, from 0; 0 for the title. */
  readonly at: number;
  readonly text: string;
  readonly lang: string;
  /** The tip it came from, 32 digits, or "". */
  readonly tip: string;
  /** Headings and terms are printed as they stand: a mark cannot be in them. */
  readonly marks: boolean;
  readonly places: readonly Place[];
}

function field(work: Work, kind: FieldKind, at: number, text: string, more: { lang?: string; tip?: string } = {}): Field {
  const marks = kind !== "heading" && kind !== "term";
  const { lang = work.lang, tip = "" } = more;
  return { kind, at, text, lang, tip, marks, places: marks ? placesIn(text, work.groups) : [] };
}

/** All fields in reading order; empty ones are left out. */
export function fieldsOf(work: Work): Field[] {
  const out = [field(work, "title", 0, oneLine(work.title))];
  // A term without a value, or a heading without text, is not printed.
  work.facts.forEach(({ term, value }, at) => {
    if (oneLine(value) === "") return;
    out.push(field(work, "term", at, oneLine(term)), field(work, "fact", at, oneLine(value)));
  });
  work.sections.forEach((section, at) => {
    if (printable(section.text).trim() === "") return;
    out.push(field(work, "heading", at, oneLine(section.heading)));
    out.push(field(work, "text", at, printable(section.text), section));
  });
  return out.filter(({ text }) => text.trim() !== "");
}

/** The paragraphs of a field, as the partner reads them. */
export function fieldParagraphs({ text, places }: Field): Run[][] {
  return paragraphsOf(runsOf(text, places));
}

/** A run in words, such as a plain text of the preview. */
export function runText(run: Run, work: Work): string {
  return "text" in run ? run.text : markText(run.place.group.label, run.place.group.number, work.lang);
}

/** How often each group is redacted. */
export function countsOf(fields: readonly Field[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { places } of fields) {
    for (const { group } of places) counts.set(group.id, (counts.get(group.id) ?? 0) + 1);
  }
  return counts;
}
