import { describe, expect, it } from "vitest";
import type { Span } from "./contents";
import { markCount, paragraphs, sameName } from "./marks";

function span(text: string, words: string, label: string, sure = 900, from = 0): Span {
  const start = Array.from(text.slice(0, text.indexOf(words, from))).length;
  return { start, end: start + Array.from(words).length, label, why: "rule", sure };
}

describe("marks", () => {
  it("count code points, as the worker does", () => {
    const text = "🌳🌳 vino Aurelio";
    const [paragraph] = paragraphs(text, [span(text, "Aurelio", "PERSON")]);
    expect(paragraph?.map((piece) => piece.text)).toEqual(["🌳🌳 vino ", "Aurelio"]);
  });

  it("give one person one number, and another person the next", () => {
    const text = "Aurelio Tamani vio a Delfina. AURELIO huyó.";
    const spans = [span(text, "Aurelio Tamani", "PERSON"), span(text, "Delfina", "PERSON"), span(text, "AURELIO", "PERSON")];
    const numbers = paragraphs(text, spans).flat().flatMap((piece) => (piece.type === "mark" ? [piece.number] : []));
    expect(numbers).toEqual([1, 2, 1]);
  });

  it("number what occurs for several values alone", () => {
    const text = "Llamó 555 0199 y 555 0142 desde Puerto Ceiba";
    const spans = [span(text, "555 0199", "PHONE"), span(text, "555 0142", "PHONE"), span(text, "Puerto Ceiba", "PLACE")];
    const numbers = paragraphs(text, spans).flat().flatMap((piece) => (piece.type === "mark" ? [piece.number] : []));
    expect(numbers).toEqual([1, 2, 0]);
  });

  it("lose no letter: all pieces together are the text", () => {
    const text = "Uno dos\n\ntres Aurelio\ncuatro";
    const whole = paragraphs(text, [span(text, "dos", "DATE"), span(text, "Aurelio", "PERSON")])
      .map((pieces) => pieces.map((piece) => piece.text).join(""))
      .join("\n");
    expect(whole).toBe("Uno dos\ntres Aurelio\ncuatro");
  });

  it("leave out what overlaps or lies outside, and ask where the rule is unsure", () => {
    const text = "Aurelio Tamani";
    const spans = [span(text, "Aurelio Tamani", "PERSON", 400), span(text, "Tamani", "PERSON"), { ...span(text, "Aurelio", "PERSON"), start: 9, end: 99 }];
    expect(markCount(spans, text)).toBe(1);
    expect(paragraphs(text, spans)[0]?.[0]).toMatchObject({ type: "mark", asks: true });
  });

  it.each([
    ["Aurelio", "Aurelio Tamani", true],
    ["José", "JOSE", true],
    ["Aurelio Tamani", "Aurelio Rojas", false],
  ])("%s and %s: %s", (one, other, same) => {
    expect(sameName(one, other)).toBe(same);
  });
});
