/** What opened envelopes of the desk hold, read strictly: see docs/sealing-format.md. */
import type { Bytes } from "../sealing/bytes";
import type { JsonObject, JsonValue } from "../sealing/encoding";
import { Damaged } from "../sealing/errors";
import { Fields, hexItem } from "../sealing/fields";
import { XWING_PUBLIC_BYTES } from "../sealing/keys";

export interface Tip {
  readonly lang: string;
  readonly text: string;
  /** A pictogram's name, or "" where nothing was chosen. */
  readonly kind: string;
  readonly zone: string;
  readonly when: string;
  readonly danger: boolean;
  /** X-Wing public key, 1216 bytes: the only key that replies are wrapped to. */
  readonly mailbox: Bytes;
  /** 32 bytes. */
  readonly answerKey: Bytes;
  readonly sealed: "browser" | "arrival";
}

function flag(value: JsonValue, name: string): boolean {
  const found = (value as JsonObject)[name];
  if (typeof found !== "boolean") throw new Damaged(name);
  return found;
}

function text(value: JsonValue): string {
  if (typeof value !== "string") throw new Damaged("list item");
  return value;
}

/** Kind 1. @throws Damaged, UnknownVersion */
export function tipRead(value: JsonValue): Tip {
  const names = ["lang", "text", "kind", "zone", "when", "danger", "mailbox", "answer_key", "sealed", "files"];
  const fields = Fields.versioned(value, names);
  if (fields.list("files", (item) => item).length > 0) throw new Damaged("files");
  return {
    lang: fields.text("lang"),
    text: fields.text("text"),
    kind: fields.text("kind"),
    zone: fields.text("zone"),
    when: fields.text("when"),
    danger: flag(value, "danger"),
    mailbox: fields.b64("mailbox", XWING_PUBLIC_BYTES),
    answerKey: fields.b64("answer_key", 32),
    sealed: fields.oneOf("sealed", ["browser", "arrival"]),
  };
}

/** A proposed mark, in Unicode code points of the tip's text; `sure` in per mille. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly why: string;
  readonly sure: number;
}

export interface Triage {
  readonly tip: string;
  readonly lang: string;
  readonly title: string;
  readonly category: string;
  readonly danger: boolean;
  readonly dangerWhy: readonly string[];
  readonly zone: string;
  readonly spans: readonly Span[];
  readonly rules: string;
}

function spanRead(value: JsonValue): Span {
  const fields = new Fields(value, ["start", "end", "label", "why", "sure"]);
  const start = fields.integer("start", 0);
  return {
    start,
    end: fields.integer("end", start + 1),
    label: fields.text("label"),
    why: fields.text("why"),
    sure: fields.integer("sure", 0, 1000),
  };
}

/** Kind 5, for the tip that it must be of (32 digits). @throws Damaged, UnknownVersion */
export function triageRead(value: JsonValue, tip: string): Triage {
  const names = ["tip", "lang", "title", "category", "categories", "danger", "danger_why", "zone", "spans", "rules"];
  const fields = Fields.versioned(value, names);
  if (fields.hex("tip", 16) !== tip) throw new Damaged("another tip");
  return {
    tip,
    lang: fields.text("lang"),
    title: fields.text("title"),
    category: fields.text("category"),
    danger: flag(value, "danger"),
    dangerWhy: fields.list("danger_why", text),
    zone: fields.text("zone"),
    spans: fields.list("spans", spanRead),
    rules: fields.text("rules"),
  };
}

export interface IndexRow {
  readonly title: string;
  readonly category: string;
  readonly zone: string;
  readonly lang: string;
  readonly danger: boolean;
}

/** Kind 9, for the tip that it must be of (32 digits). @throws Damaged, UnknownVersion */
export function indexRowRead(value: JsonValue, tip: string): IndexRow {
  const fields = Fields.versioned(value, ["tip", "title", "category", "zone", "lang", "danger", "messages"]);
  if (fields.hex("tip", 16) !== tip) throw new Damaged("another tip");
  fields.integer("messages", 0);
  return {
    title: fields.text("title"),
    category: fields.text("category"),
    zone: fields.text("zone"),
    lang: fields.text("lang"),
    danger: flag(value, "danger"),
  };
}

/** The sealed content of an incident; ids are 32 digits each. */
export interface IncidentContent {
  readonly incident: string;
  readonly title: string;
  readonly note: string;
  readonly tips: readonly string[];
}

/** Kind 7, type incident, for the incident that it must be of. @throws Damaged, UnknownVersion */
export function incidentRead(value: JsonValue, incident: string): IncidentContent {
  const fields = Fields.versioned(value, ["incident", "title", "note", "tips"], "incident");
  if (fields.hex("incident", 16) !== incident) throw new Damaged("another incident");
  return {
    incident,
    title: fields.text("title"),
    note: fields.text("note"),
    tips: fields.list("tips", hexItem(16)),
  };
}

export function incidentValue({ incident, title, note, tips }: IncidentContent): JsonObject {
  return { v: 1, type: "incident", incident, title, note, tips: [...tips].sort() };
}
