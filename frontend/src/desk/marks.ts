/** A tip's text cut at its proposed marks, with the number by which one person is told from another. */
import type { Span } from "./contents";

/** Below this (per mille) a rule asks rather than proposes. */
export const SURE_ENOUGH = 600;

export type Piece =
  | { readonly type: "text"; readonly text: string }
  | {
      readonly type: "mark";
      readonly text: string;
      readonly span: Span;
      /** From 1 where the label occurs for several values, else 0. */
      readonly number: number;
      readonly asks: boolean;
    };

function plain(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/\s+/g, " ").trim();
}

/** Whether two names may mean one person: all words of the shorter stand in the longer. */
export function sameName(one: string, other: string): boolean {
  const [short, long] = [plain(one).split(" "), plain(other).split(" ")].sort((a, b) => a.length - b.length);
  if (short === undefined || long === undefined) return false;
  return short.every((word) => long.includes(word));
}

/** Marks in order, without those that overlap one before them or lie outside of the text. */
function inOrder(spans: readonly Span[], length: number): Span[] {
  const kept: Span[] = [];
  let end = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (span.start < end || span.end > length) continue;
    kept.push(span);
    end = span.end;
  }
  return kept;
}

/** A number for each mark: equal for equal values (for names, for what may be one person). */
function numbers(marks: readonly { readonly span: Span; readonly text: string }[]): number[] {
  const values = new Map<string, string[]>();
  const groups = marks.map(({ span, text }) => {
    const known = values.get(span.label) ?? [];
    values.set(span.label, known);
    const same = span.label === "PERSON" ? sameName : (a: string, b: string) => plain(a) === plain(b);
    const at = known.findIndex((value) => same(value, text));
    if (at < 0) return known.push(text);
    if (text.length > (known[at]?.length ?? 0)) known[at] = text;
    return at + 1;
  });
  return groups.map((group, at) => {
    const label = marks[at]?.span.label ?? "";
    return (values.get(label)?.length ?? 0) > 1 || label === "PERSON" ? group : 0;
  });
}

/** The paragraphs of a text, each in pieces. Spans count Unicode code points, as Python does. */
export function paragraphs(text: string, spans: readonly Span[]): Piece[][] {
  const points = Array.from(text);
  const slice = (start: number, end?: number): string => points.slice(start, end).join("");
  const marks = inOrder(spans, points.length).map((span) => ({ span, text: slice(span.start, span.end) }));
  const numbered = numbers(marks);
  const pieces: Piece[] = [];
  let at = 0;
  marks.forEach(({ span, text: marked }, index) => {
    if (span.start > at) pieces.push({ type: "text", text: slice(at, span.start) });
    pieces.push({ type: "mark", text: marked, span, number: numbered[index] ?? 0, asks: span.sure < SURE_ENOUGH });
    at = span.end;
  });
  if (at < points.length) pieces.push({ type: "text", text: slice(at) });
  return split(pieces);
}

/** Cuts text pieces at line ends; empty lines vanish. */
function split(pieces: readonly Piece[]): Piece[][] {
  const out: Piece[][] = [[]];
  for (const piece of pieces) {
    if (piece.type === "mark") {
      out.at(-1)?.push(piece);
      continue;
    }
    piece.text.split(/\n+/).forEach((line, at) => {
      if (at > 0) out.push([]);
      if (line !== "") out.at(-1)?.push({ type: "text", text: line });
    });
  }
  return out.filter((paragraph) => paragraph.some(({ text }) => text.trim() !== ""));
}

/** How often each label is marked. */
export function markCount(spans: readonly Span[], text: string): number {
  return inOrder(spans, Array.from(text).length).length;
}
