/**
 * A case file being written, as its author's page holds it and as its draft keeps it.
 *
 * What is redacted is kept by value, not by place: a value is redacted everywhere or nowhere, since a name that is
 * hidden in one line and readable in the next is not hidden. The worker's leak gate has the same rule.
 */
import type { JsonObject, JsonValue } from "../../sealing/encoding";
import { Damaged } from "../../sealing/errors";
import { Fields } from "../../sealing/fields";
import { TLP_LABELS, type Tlp } from "../../sealing/statements";
import { type Language, LANGUAGES } from "../../sealing/receipts";
import { type Label, labelOf, LABELS } from "./markWords";

/** `out`: redacted. `ask`: proposed, to be decided. `off`: decided that it stays readable. */
export const STATES = ["out", "ask", "off"] as const;
export type GroupState = (typeof STATES)[number];

/** All writings of one person, place, number …; one mark stands for all of them. */
export interface Group {
  readonly id: string;
  readonly label: Label;
  /** From 1, one a label. */
  readonly number: number;
  readonly state: GroupState;
  readonly reason: string;
  readonly values: readonly string[];
}

export interface Section {
  readonly id: string;
  readonly heading: string;
  readonly text: string;
  /** The tip that the text came from, 32 digits; "" for what the author wrote. */
  readonly tip: string;
  /** The language of the text, as far as known. */
  readonly lang: string;
}

export interface Fact {
  readonly id: string;
  readonly term: string;
  readonly value: string;
}

/** A readable word that was confirmed, with how often it stood there then: one place more is asked about again. */
export interface Confirmed {
  readonly key: string;
  readonly count: number;
}

export interface Work {
  readonly lang: Language;
  readonly tlp: Tlp;
  /** 32 digits each. */
  readonly organisations: readonly string[];
  /** `YYYY-MM-DD`. */
  readonly expires: string;
  readonly title: string;
  readonly facts: readonly Fact[];
  readonly sections: readonly Section[];
  readonly groups: readonly Group[];
  readonly confirmed: readonly Confirmed[];
}

export function workValue(work: Work): JsonObject {
  return {
    v: 1,
    type: "work",
    lang: work.lang,
    tlp: work.tlp,
    organisations: work.organisations,
    expires: work.expires,
    title: work.title,
    facts: work.facts.map(({ id, term, value }) => ({ id, term, value })),
    sections: work.sections.map(({ id, heading, text, tip, lang }) => ({ id, heading, text, tip, lang })),
    groups: work.groups.map(({ id, label, number, state, reason, values }) => ({
      id,
      label,
      number,
      state,
      reason,
      values,
    })),
    confirmed: work.confirmed.map(({ key, count }) => ({ key, count })),
  };
}

function text(value: JsonValue): string {
  if (typeof value !== "string") throw new Damaged("list item");
  return value;
}

/** @throws Damaged, UnknownVersion */
export function workRead(value: JsonValue): Work {
  const names = ["lang", "tlp", "organisations", "expires", "title", "facts", "sections", "groups", "confirmed"];
  const fields = Fields.versioned(value, names, "work");
  return {
    lang: fields.oneOf("lang", LANGUAGES),
    tlp: fields.oneOf("tlp", TLP_LABELS),
    organisations: fields.list("organisations", text),
    expires: fields.day("expires"),
    title: fields.text("title"),
    facts: fields.list("facts", (item) => {
      const fact = new Fields(item, ["id", "term", "value"]);
      return { id: fact.text("id"), term: fact.text("term"), value: fact.text("value") };
    }),
    sections: fields.list("sections", (item) => {
      const section = new Fields(item, ["id", "heading", "text", "tip", "lang"]);
      return {
        id: section.text("id"),
        heading: section.text("heading"),
        text: section.text("text"),
        tip: section.text("tip"),
        lang: section.text("lang"),
      };
    }),
    groups: fields.list("groups", (item) => {
      const group = new Fields(item, ["id", "label", "number", "state", "reason", "values"]);
      return {
        id: group.text("id"),
        label: group.oneOf("label", LABELS),
        number: group.integer("number", 1),
        state: group.oneOf("state", STATES),
        reason: group.text("reason"),
        values: group.list("values", text),
      };
    }),
    confirmed: fields.list("confirmed", (item) => {
      const one = new Fields(item, ["key", "count"]);
      return { key: one.text("key"), count: one.integer("count", 0) };
    }),
  };
}

/** What a reader cannot see is not in the text, and neither is what the renderer refuses. */
export function printable(typed: string): string {
  return typed
    .normalize("NFC")
    .replace(/\r\n?/gu, "\n")
    .replace(/[\p{Cf}\p{Co}\p{Cs}\p{Cn}]/gu, "")
    .replace(/[^\P{Cc}\n\t]/gu, " ");
}

/** One line: titles, headings, facts. */
export function oneLine(typed: string): string {
  return printable(typed).replace(/\s+/gu, " ").trim();
}

let drawn = 0;

/** An id within one piece of work; random, so that work that was restored keeps its own. */
export function newId(): string {
  drawn += 1;
  return `${String(drawn)}-${crypto.randomUUID().slice(0, 8)}`;
}

/** The next free number of a label. */
export function nextNumber(groups: readonly Group[], label: Label): number {
  return 1 + Math.max(0, ...groups.filter((group) => group.label === label).map(({ number }) => number));
}

export { labelOf };
