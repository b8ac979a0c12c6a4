/**
 * From the page's state to what is sealed: the case file source (kind 8), which never held what was redacted, and
 * the redaction list (kind 7), which holds nothing else. Both shapes are those of docs/sealing-format.md.
 */
import { b64Encode, type JsonObject } from "../../sealing/encoding";
import { Refused } from "../../sealing/errors";
import { type Field, fieldParagraphs, type FieldKind, fieldsOf } from "./fields";
import { BREAK, fold, occurrences } from "./folding";
import { redactedValues } from "./groups";
import { MOST_NUMBER } from "./markWords";
import { type Run, runsOf } from "./matching";
import { needlesOf } from "./needles";
import type { Work } from "./work";

/** What the page knows beside its state. Ids are 32 digits, salts 32 bytes each, drawn fresh for every revision. */
export interface BuildInput {
  readonly work: Work;
  readonly caseFile: string;
  readonly revision: number;
  /** "EXP-012". */
  readonly number: string;
  readonly desk: string;
  readonly sourceSalt: Uint8Array;
  readonly redactionsSalt: Uint8Array;
}

export interface Built {
  readonly source: JsonObject;
  readonly redactions: JsonObject;
}

/** A redacted value that could still be read, and where: signing is refused. */
export interface Leak {
  readonly value: string;
  readonly kind: FieldKind;
  readonly at: number;
  /** The words around it. */
  readonly around: string;
}

/** The limits of `incidents/pdf/source.py`, in code points. */
const MOST: Readonly<Record<FieldKind, number>> = { title: 300, term: 80, fact: 20_000, heading: 160, text: 20_000 };
const MOST_FACTS = 40;
const MOST_SECTIONS = 60;
const MOST_PARAGRAPHS = 400;
const MOST_TEXT = 200_000;

export type Problem =
  | { readonly type: "no_title" | "no_text" | "no_organisation" | "expires" | "too_many" }
  | { readonly type: "no_heading" | "no_term"; readonly at: number }
  | { readonly type: "too_long"; readonly kind: FieldKind; readonly at: number; readonly over: number }
  | { readonly type: "leak"; readonly leak: Leak };

function runValue(run: Run): JsonObject {
  if ("text" in run) return { t: run.text };
  return { out: run.place.group.label, n: run.place.group.number };
}

function only(fields: readonly Field[], kind: FieldKind, at: number): Field | undefined {
  return fields.find((field) => field.kind === kind && field.at === at);
}

function lineRuns(found: Field | undefined): JsonObject[] {
  return found === undefined ? [] : fieldParagraphs(found).flat().map(runValue);
}

function itemsOf(fields: readonly Field[]): JsonObject[] {
  return fields.flatMap((field) =>
    runsOf(field.text, field.places).flatMap((run) => {
      if ("text" in run) return [];
      const { place, value } = run;
      const { label, number, reason } = place.group;
      const where = { tip: field.tip, field: `${field.kind}_${String(field.at)}` };
      return [{ ...where, start: place.start, end: place.end, label, number, value, reason }];
    }),
  );
}

/** Distinct and in code point order: every value that was to be hidden, and every writing that was hidden. */
function valuesOf(work: Work, items: readonly JsonObject[]): string[] {
  const found = items.map(({ value }) => (typeof value === "string" ? value : ""));
  const all = new Set([...redactedValues(work), ...found].map((value) => value.trim()).filter((value) => value !== ""));
  return [...all].sort();
}

/**
 * Both objects.
 * @throws Refused where `problemsOf` finds something: what is not fit to be signed is not built
 */
export function caseFileBuild({ work, caseFile, revision, number, desk, ...salts }: BuildInput): Built {
  const fields = fieldsOf(work);
  if (problemsOf(work, null).length > 0) throw new Refused("the case file is not fit to be signed");
  const source = {
    v: 1,
    case_file: caseFile,
    revision,
    number,
    lang: work.lang,
    tlp: work.tlp,
    desk,
    title: lineRuns(only(fields, "title", 0)),
    facts: work.facts.flatMap((_fact, at) => {
      const term = only(fields, "term", at)?.text;
      const value = lineRuns(only(fields, "fact", at));
      return term === undefined || value.length === 0 ? [] : [{ term, value }];
    }),
    sections: work.sections.flatMap((_section, at) => {
      const text = only(fields, "text", at);
      if (text === undefined) return [];
      const paragraphs = fieldParagraphs(text).map((runs) => runs.map(runValue));
      return [{ heading: only(fields, "heading", at)?.text ?? "", paragraphs }];
    }),
    expires: work.expires,
    salt: b64Encode(salts.sourceSalt),
  };
  const items = itemsOf(fields);
  const redactions = {
    v: 1,
    type: "redactions",
    case_file: caseFile,
    revision,
    salt: b64Encode(salts.redactionsSalt),
    items,
    values: valuesOf(work, items),
  };
  return { source, redactions };
}

/** What the partner will be able to read of a field; a mark is a break. */
function readableOf(field: Field): string {
  return runsOf(field.text, field.places)
    .map((run) => ("text" in run ? run.text : BREAK))
    .join("");
}

const AROUND = 24;

/**
 * Redacted values that would still be readable, by the rules of the leak gate: in a heading, which has no
 * marks, or across the end of one field and the beginning of the next. Each value is named once.
 */
export function leaksOf(work: Work, fields: readonly Field[] = fieldsOf(work)): Leak[] {
  const texts = fields.map(readableOf);
  const begins: number[] = [];
  let length = 0;
  for (const text of texts) {
    begins.push(length);
    length += Array.from(text).length + 1;
  }
  const whole = texts.join("\n");
  const points = Array.from(whole);
  const plain = fold(whole);
  return valuesOf(work, itemsOf(fields)).flatMap((value) => {
    for (const { letters, wholeWords, literal } of needlesOf(value)) {
      const place = letters === "" ? whole.indexOf(literal) : occurrences(plain, letters, wholeWords)[0]?.start;
      if (place === undefined || place < 0) continue;
      const point = letters === "" ? Array.from(whole.slice(0, place)).length : (plain.from[place] ?? 0);
      const index = begins.filter((begin) => begin <= point).length - 1;
      const field = fields[index];
      if (field === undefined) continue;
      // Only the field's own words are quoted, whatever stands before and after it.
      const [from, to] = [begins[index] ?? 0, (begins[index + 1] ?? points.length + 1) - 1];
      const around = points.slice(Math.max(from, point - AROUND), Math.min(to, point + AROUND)).join("").replaceAll(BREAK, "…");
      return [{ value, kind: field.kind, at: field.at, around: around.replace(/\s+/gu, " ").trim() }];
    }
    return [];
  });
}

/** Why this cannot be signed yet; `today` (`YYYY-MM-DD`) is null where its last day has been looked at already. */
export function problemsOf(work: Work, today: string | null): Problem[] {
  const fields = fieldsOf(work);
  const out: Problem[] = [];
  if (work.organisations.length === 0) out.push({ type: "no_organisation" });
  if (only(fields, "title", 0) === undefined) out.push({ type: "no_title" });
  if (!fields.some(({ kind }) => kind === "text")) out.push({ type: "no_text" });
  if (today !== null && work.expires <= today) out.push({ type: "expires" });
  for (const field of fields) {
    if (field.kind === "text" && only(fields, "heading", field.at) === undefined) out.push({ type: "no_heading", at: field.at });
    if (field.kind === "fact" && only(fields, "term", field.at) === undefined) out.push({ type: "no_term", at: field.at });
    const over = fieldOver(field);
    if (over > 0) out.push({ type: "too_long", kind: field.kind, at: field.at, over });
  }
  const total = fields.reduce((sum, { text }) => sum + Array.from(text).length, 0);
  const paragraphs = fields.some((field) => fieldParagraphs(field).length > MOST_PARAGRAPHS);
  const numbers = work.groups.some(({ state, number }) => state === "out" && number > MOST_NUMBER);
  if (work.facts.length > MOST_FACTS || work.sections.length > MOST_SECTIONS || total > MOST_TEXT || paragraphs || numbers) {
    out.push({ type: "too_many" });
  }
  return [...out, ...leaksOf(work, fields).map((leak) => ({ type: "leak", leak }) as const)];
}

function fieldOver(field: Field): number {
  const lengths = field.kind === "text" ? fieldParagraphs(field).map(runsLength) : [Array.from(field.text).length];
  return Math.max(0, ...lengths) - MOST[field.kind];
}

function runsLength(runs: readonly Run[]): number {
  return runs.reduce((sum, run) => sum + ("text" in run ? Array.from(run.text).length : 0), 0);
}
