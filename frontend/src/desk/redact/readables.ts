/** What stays readable and tells something: each word is confirmed by a person, or redacted. */
import { readableWords, type Reason } from "../readable";
import { type Field, type FieldKind } from "./fields";
import type { Label } from "./markWords";
import type { Confirmed, Work } from "./work";

/** Where a readable word stands, and the words around it. */
export interface Context {
  readonly kind: FieldKind;
  readonly at: number;
  readonly before: string;
  readonly after: string;
}

export interface Item {
  /** The same for every place of the same words. */
  readonly key: string;
  readonly text: string;
  /** Why it is listed; a label where the worker asks about it. */
  readonly why: Reason | Label;
  /** The group that asks. */
  readonly group: string | null;
  readonly contexts: readonly Context[];
}

const AROUND = 28;
/** What may stand between two listed words that are one name: one blank, a hyphen, an apostrophe. */
const JOINS = /^[ \-'’]$/u;

interface Found {
  readonly start: number;
  readonly end: number;
  readonly why: Reason;
}

/** Neighbours in one: "Río Alto" is asked about once. What merely opens a sentence stays alone. */
function joined(points: readonly string[], words: readonly Found[]): Found[] {
  const out: Found[] = [];
  for (const word of words) {
    const last = out.at(-1);
    const near = last !== undefined && word.start === last.end + 1 && JOINS.test(points[last.end] ?? "");
    if (near && last.why !== "opening" && word.why !== "opening") out[out.length - 1] = { ...last, end: word.end };
    else out.push(word);
  }
  return out;
}

function contextOf(field: Field, points: readonly string[], start: number, end: number): Context {
  const hidden = new Set<number>();
  for (const place of field.places) {
    if (place.group.state === "out") for (let at = place.start; at < place.end; at += 1) hidden.add(at);
  }
  const shown = (from: number, to: number): string =>
    points
      .slice(from, to)
      .map((point, index) => (hidden.has(from + index) ? "▮" : point))
      .join("")
      .replace(/▮+/gu, "▮")
      .replace(/\s+/gu, " ");
  const { kind, at } = field;
  return { kind, at, before: shown(Math.max(0, start - AROUND), start), after: shown(end, end + AROUND) };
}

/** Folded common words by language, such as "es"; an empty set knows none. */
export type Known = (lang: string) => ReadonlySet<string>;

/** Everything that has to be confirmed, in the order in which it is read. */
export function readableItems(fields: readonly Field[], known: Known): Item[] {
  const items = new Map<string, { text: string; why: Reason | Label; group: string | null; contexts: Context[] }>();
  const add = (key: string, text: string, why: Reason | Label, group: string | null, context: Context): void => {
    const item = items.get(key) ?? { text, why, group, contexts: [] };
    item.contexts.push(context);
    // The same word inside a sentence says more than at its beginning.
    if (item.why === "opening") item.why = why;
    items.set(key, item);
  };
  for (const field of fields) {
    const points = Array.from(field.text);
    const words = readableWords(
      field.text,
      field.places.map(({ start, end }) => [start, end] as const),
      field.lang,
      known(field.lang),
    );
    const asked = field.places.filter(({ group }) => group.state === "ask");
    const all = [
      ...joined(points, words).map((word) => ({ ...word, group: null })),
      ...asked.map(({ start, end, group }) => ({ start, end, why: group.label, group: group.id })),
    ].sort((one, other) => one.start - other.start);
    for (const { start, end, why, group } of all) {
      const text = points.slice(start, end).join("");
      add(group === null ? `w:${text}` : `a:${group}`, text, why, group, contextOf(field, points, start, end));
    }
  }
  return [...items].map(([key, item]) => ({ key, ...item }));
}

/** Whether an item was confirmed in as many places as it stands in now. */
export function isConfirmed(confirmed: readonly Confirmed[], item: Item): boolean {
  return confirmed.some(({ key, count }) => key === item.key && count >= item.contexts.length);
}

/** Confirms items, or takes the confirmation back. */
export function confirm(work: Work, items: readonly Item[], yes: boolean): Work {
  const keys = new Set(items.map(({ key }) => key));
  const others = work.confirmed.filter(({ key }) => !keys.has(key));
  const now = yes ? items.map(({ key, contexts }) => ({ key, count: contexts.length })) : [];
  return { ...work, confirmed: [...others, ...now] };
}

/** What nobody has confirmed yet. */
export function unconfirmed(work: Work, items: readonly Item[]): Item[] {
  return items.filter((item) => !isConfirmed(work.confirmed, item));
}
