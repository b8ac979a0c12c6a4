/** Where in a text the groups' values stand, in whatever writing, and what is left when they are taken out. */
import { folded, occurrences } from "./folding";
import { type Needle, needlesOf } from "./needles";
import type { Group } from "./work";

/** Code points `start` to `end` (exclusive) of a text that belong to a group. */
export interface Place {
  readonly start: number;
  readonly end: number;
  readonly group: Group;
}

const IN_WORD = /^[\p{L}\p{M}\p{N}]$/u;
const EDGES = /^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu;

const remembered = new Map<string, readonly Needle[]>();

function needles(value: string): readonly Needle[] {
  const known = remembered.get(value);
  if (known !== undefined) return known;
  if (remembered.size > 2000) remembered.clear();
  const made = needlesOf(value);
  remembered.set(value, made);
  return made;
}

/** Forgets every value: the vault closed. */
export function matchingForget(): void {
  remembered.clear();
}

function literalPlaces(points: readonly string[], literal: string): { start: number; end: number }[] {
  const wanted = Array.from(literal);
  const found: { start: number; end: number }[] = [];
  for (let at = 0; at + wanted.length <= points.length; at += 1) {
    if (wanted.every((point, index) => points[at + index] === point)) found.push({ start: at, end: at + wanted.length });
  }
  return found;
}

/** Grown to whole words, and over what belongs to the value at its edges, such as `@` or `+`. */
function grown(points: readonly string[], from: number, to: number, value: string): { start: number; end: number } {
  let [start, end] = [from, to];
  while (start > 0 && IN_WORD.test(points[start - 1] ?? "") && IN_WORD.test(points[start] ?? "")) start -= 1;
  while (end < points.length && IN_WORD.test(points[end] ?? "") && IN_WORD.test(points[end - 1] ?? "")) end += 1;
  const edges = value.match(EDGES) ?? [];
  for (const edge of edges) {
    const wanted = Array.from(edge);
    if (value.startsWith(edge) && points.slice(start - wanted.length, start).join("") === edge) start -= wanted.length;
    else if (value.endsWith(edge) && points.slice(end, end + wanted.length).join("") === edge) end += wanted.length;
  }
  return { start, end };
}

function placesOf(text: string, points: readonly string[], value: string): { start: number; end: number }[] {
  const plain = folded(text);
  return needles(value).flatMap((needle) => {
    if (needle.letters === "") return literalPlaces(points, needle.literal);
    return occurrences(plain, needle.letters, needle.wholeWords).map(({ start, end }) =>
      grown(points, plain.from[start] ?? 0, (plain.from[end - 1] ?? 0) + 1, value),
    );
  });
}

/**
 * The places of all groups in one text, in order, none over another. Where two overlap the earlier and longer
 * one has the letters, and what is left of the other stays hidden under its own mark. What is redacted goes
 * before what is only proposed; what was decided to stay is in no place.
 */
export function placesIn(text: string, groups: readonly Group[]): Place[] {
  const points = Array.from(text);
  const found = (state: Group["state"]): Place[] =>
    groups
      .filter((group) => group.state === state)
      .flatMap((group) => group.values.flatMap((value) => placesOf(text, points, value).map((place) => ({ ...place, group }))))
      .sort((one, other) => one.start - other.start || other.end - one.end);
  const kept: Place[] = [];
  let end = 0;
  for (const place of found("out")) {
    const start = Math.max(place.start, end);
    if (start >= place.end) continue;
    const rest = points.slice(start, place.end).join("");
    const before = kept.at(-1);
    // What sticks out of the same group's mark belongs to that mark; blanks alone need none.
    if (start > place.start && before?.group === place.group) kept[kept.length - 1] = { ...before, end: place.end };
    else if (start === place.start || /[\p{L}\p{N}]/u.test(rest)) kept.push({ ...place, start });
    else continue;
    end = place.end;
  }
  const free = (place: Place): boolean => kept.every((one) => place.end <= one.start || place.start >= one.end);
  for (const place of found("ask")) if (free(place)) kept.push(place);
  return kept.sort((one, other) => one.start - other.start);
}

/** A run as the case file source has it, before it is written: readable text, or a place that is hidden. */
export type Run = { readonly text: string } | { readonly place: Place; readonly value: string };

/** A text cut at its redacted places. */
export function runsOf(text: string, places: readonly Place[]): Run[] {
  const points = Array.from(text);
  const out: Run[] = [];
  let at = 0;
  for (const place of places) {
    if (place.group.state !== "out") continue;
    if (place.start > at) out.push({ text: points.slice(at, place.start).join("") });
    out.push({ place, value: points.slice(place.start, place.end).join("") });
    at = place.end;
  }
  if (at < points.length) out.push({ text: points.slice(at).join("") });
  return out;
}

/** Runs cut at line ends: the paragraphs of a section. Empty ones vanish, blanks at their edges too. */
export function paragraphsOf(runs: readonly Run[]): Run[][] {
  const out: Run[][] = [[]];
  for (const run of runs) {
    if (!("text" in run)) {
      out.at(-1)?.push(run);
      continue;
    }
    run.text.split("\n").forEach((line, at) => {
      if (at > 0) out.push([]);
      if (line !== "") out.at(-1)?.push({ text: line });
    });
  }
  return out.map(trimmed).filter((paragraph) => paragraph.length > 0);
}

function trimmed(runs: readonly Run[]): Run[] {
  const kept = [...runs];
  const [first] = kept;
  if (first !== undefined && "text" in first) kept[0] = { text: first.text.trimStart() };
  const last = kept.at(-1);
  if (last !== undefined && "text" in last) kept[kept.length - 1] = { text: last.text.trimEnd() };
  return kept.filter((run) => !("text" in run) || run.text !== "");
}
