import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commonWords } from "./data/commonWords";
import { type HiddenRange, type ReadableWord, folded, readableWords } from "./readable";

interface Vector {
  readonly name: string;
  readonly lang: string;
  readonly text: string;
  readonly hidden: readonly HiddenRange[];
  readonly words: readonly ReadableWord[];
}

const path = fileURLToPath(new URL("../../../tests/data/readable_vectors.json", import.meta.url));
const { cases } = JSON.parse(readFileSync(path, "utf8")) as { cases: readonly Vector[] };

describe("readable words", () => {
  it("has vectors to run", () => {
    expect(cases.length).toBeGreaterThan(30);
  });

  it.each(cases.map((vector) => [vector.name, vector] as const))("%s", async (_name, vector) => {
    const common = await commonWords(vector.lang);
    expect(readableWords(vector.text, vector.hidden, vector.lang, common)).toEqual(vector.words);
  });

  it("knows no word of a language without a list", async () => {
    expect((await commonWords("und")).size).toBe(0);
    expect((await commonWords("pt-br")).size).toBe(5000);
  });

  it("lists every digit and capital that no span hides, in any text", () => {
    const ranges = fc.array(fc.tuple(fc.integer({ min: -3, max: 60 }), fc.integer({ min: -3, max: 60 })));
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), ranges, (text, hidden) => {
        const words = readableWords(text, hidden, "es", new Set(["de", "la", "casa"]));
        const listed = new Set(words.flatMap(({ start, end }) => range(start, end)));
        const covered = new Set(hidden.flatMap(([start, end]) => range(Math.max(0, start), Math.min(60, end))));
        Array.from(text).forEach((point, place) => {
          const tells = /[\p{N}\p{Lu}\p{Lt}]/u.test(point);
          expect(!tells || covered.has(place) || listed.has(place)).toBe(true);
          expect(listed.has(place) && covered.has(place)).toBe(false);
        });
      }),
    );
  });

  it("folds accents, compatibility forms and case", () => {
    expect(folded("ÑANDÚ ﬁn Ａ")).toBe("nandu fin a");
  });
});

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
}
