// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { type Catalogue, LANGUAGES, language } from "./language";

type AnyCatalogue = Catalogue<Record<string, string>>;

/** Every catalogue that a file of this folder exports, by its name. */
const found = new Map<string, AnyCatalogue>();
for (const part of Object.values(import.meta.glob<Record<string, unknown>>(["./*.ts", "!./*.test.ts"], { eager: true }))) {
  for (const [name, made] of Object.entries(part)) {
    if (typeof made === "function" && "missing" in made) found.set(name, made as AnyCatalogue);
  }
}

/** Several, unlike one another, and no part of any wording. */
const THINGS = [701, 702, 703];

function wording(said: unknown): string {
  return typeof said === "function" ? (said as (...things: number[]) => string)(...THINGS) : String(said);
}

/** Which of the things that are given to a message it puts into its words. */
function placesOf(said: unknown): readonly number[] {
  return THINGS.filter((thing) => wording(said).includes(String(thing)));
}

afterEach(() => {
  language.value = "es";
});

describe("the catalogues", () => {
  it("are all found", () => {
    expect([...found.keys()]).toEqual(expect.arrayContaining(["shellWords", "tipWords", "categoryWords", "partnerWords"]));
  });

  it.each([...found])("%s says everything in every language, and nothing that Spanish does not", (_, words) => {
    const keys = Object.keys(words()).sort();
    expect(keys.length).toBeGreaterThan(0);
    for (const one of LANGUAGES) {
      expect({ [one]: words.missing(one) }).toEqual({ [one]: [] });
      language.value = one;
      expect(Object.keys(words()).sort()).toEqual(keys);
    }
  });

  it.each([...found])("%s puts in the same things in every language, and leaves nothing empty", (_, words) => {
    const spanish = words() as Record<string, unknown>;
    for (const one of LANGUAGES) {
      language.value = one;
      for (const [key, said] of Object.entries(words() as Record<string, unknown>)) {
        expect(placesOf(said), `${one} ${key}`).toEqual(placesOf(spanish[key]));
        expect(wording(said).trim(), `${one} ${key}`).not.toBe("");
      }
    }
  });
});
