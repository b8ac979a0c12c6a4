/** The sealed contents of a case file, read strictly: see docs/sealing-format.md. */
import type { JsonValue } from "../../sealing/encoding";
import { Damaged } from "../../sealing/errors";
import { Fields } from "../../sealing/fields";
import { type Language, LANGUAGES } from "../../sealing/receipts";
import { TLP_LABELS, type Tlp } from "../../sealing/statements";
import { type Label, LABELS } from "../redact/markWords";

/** Text, or the mark that stands for what was redacted. */
export type SourceRun =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "mark"; readonly label: Label; readonly number: number };

export interface SourceTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly (readonly SourceRun[])[])[];
}

export interface SourceSection {
  readonly heading: string;
  readonly paragraphs: readonly (readonly SourceRun[])[];
  readonly table: SourceTable | null;
}

/** Kind 8; ids are 32 digits. */
export interface CaseFileSource {
  readonly caseFile: string;
  readonly revision: number;
  readonly number: string;
  readonly lang: Language;
  readonly tlp: Tlp;
  readonly desk: string;
  readonly title: readonly SourceRun[];
  readonly facts: readonly { readonly term: string; readonly value: readonly SourceRun[] }[];
  readonly sections: readonly SourceSection[];
  readonly expires: string;
}

function textItem(value: JsonValue): string {
  if (typeof value !== "string") throw new Damaged("list item");
  return value;
}

function runRead(value: JsonValue): SourceRun {
  if (value !== null && typeof value === "object" && "t" in value) {
    return { type: "text", text: new Fields(value, ["t"]).text("t") };
  }
  const fields = new Fields(value, ["out", "n"]);
  return { type: "mark", label: fields.oneOf("out", LABELS), number: fields.integer("n", 1) };
}

/** A list inside of a list, which `Fields` reads by its name alone. */
function listOf<Item>(value: JsonValue, read: (item: JsonValue) => Item): Item[] {
  return new Fields({ list: value }, ["list"]).list("list", read);
}

const runsRead = (value: JsonValue): SourceRun[] => listOf(value, runRead);

function sectionRead(value: JsonValue): SourceSection {
  const tabled = value !== null && typeof value === "object" && "table" in value;
  const fields = new Fields(value, ["heading", "paragraphs", ...(tabled ? ["table"] : [])]);
  const table = tabled ? new Fields((value)["table"] ?? null, ["head", "rows"]) : null;
  return {
    heading: fields.text("heading"),
    paragraphs: fields.list("paragraphs", runsRead),
    table:
      table === null
        ? null
        : { head: table.list("head", textItem), rows: table.list("rows", (row) => listOf(row, runsRead)) },
  };
}

/** @throws Damaged, UnknownVersion */
export function sourceRead(value: JsonValue): CaseFileSource {
  const names = ["case_file", "revision", "number", "lang", "tlp", "desk", "title", "facts", "sections", "expires", "salt"];
  const fields = Fields.versioned(value, names);
  fields.b64("salt", 32);
  return {
    caseFile: fields.hex("case_file", 16),
    revision: fields.integer("revision", 1),
    number: fields.text("number"),
    lang: fields.oneOf("lang", LANGUAGES),
    tlp: fields.oneOf("tlp", TLP_LABELS),
    desk: fields.text("desk"),
    title: fields.list("title", runRead),
    facts: fields.list("facts", (item) => {
      const fact = new Fields(item, ["term", "value"]);
      return { term: fact.text("term"), value: fact.list("value", runRead) };
    }),
    sections: fields.list("sections", sectionRead),
    expires: fields.day("expires"),
  };
}

/** One place that was redacted. */
export interface RedactedItem {
  readonly label: Label;
  readonly number: number;
  readonly value: string;
  readonly reason: string;
}

/** Kind 7, type redactions. */
export interface Redactions {
  readonly caseFile: string;
  readonly revision: number;
  readonly items: readonly RedactedItem[];
  readonly values: readonly string[];
}

/** @throws Damaged, UnknownVersion */
export function redactionsRead(value: JsonValue): Redactions {
  const fields = Fields.versioned(value, ["case_file", "revision", "salt", "items", "values"], "redactions");
  fields.b64("salt", 32);
  return {
    caseFile: fields.hex("case_file", 16),
    revision: fields.integer("revision", 1),
    items: fields.list("items", (item) => {
      const one = new Fields(item, ["tip", "field", "start", "end", "label", "number", "value", "reason"]);
      return {
        label: one.oneOf("label", LABELS),
        number: one.integer("number", 1),
        value: one.text("value"),
        reason: one.text("reason"),
      };
    }),
    values: fields.list("values", textItem),
  };
}

/** Every readable text of a source, such as to look in it for what was redacted. */
export function sourceTexts(source: CaseFileSource): string[] {
  const line = (runs: readonly SourceRun[]): string => runs.map((run) => (run.type === "text" ? run.text : "\uffff")).join("");
  return [
    line(source.title),
    ...source.facts.flatMap(({ term, value }) => [term, line(value)]),
    ...source.sections.flatMap(({ heading, paragraphs, table }) => [
      heading,
      ...paragraphs.map(line),
      ...(table === null ? [] : [...table.head, ...table.rows.flatMap((row) => row.map(line))]),
    ]),
  ];
}
