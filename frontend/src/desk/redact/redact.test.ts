import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../sealing/encoding";
import { canonicalJson } from "../../sealing/encoding";
import { Refused } from "../../sealing/errors";
import { caseFileBuild, leaksOf, problemsOf } from "./build";
import { fieldsOf } from "./fields";
import { fold, occurrences } from "./folding";
import { groupChange, groupsJoin, labelAccept, proposalsAdd, redactedValues, valueRedact } from "./groups";
import { LABELS, markText, MOST_NUMBER } from "./markWords";
import { placesIn } from "./matching";
import { needlesOf } from "./needles";
import { confirm, readableItems, unconfirmed } from "./readables";
import { type Group, printable, type Work, workRead, workValue } from "./work";

const repo = (path: string): string => readFileSync(fileURLToPath(new URL(`../../../../${path}`, import.meta.url)), "utf8");

const TEXT =
  "El 20 de noviembre llegaron seis hombres en dos botes a Puerto Ceiba. Preguntaron por Aurelio Tamani, presidente, y dijeron que iban a volver.\n\nDelfina les dijo que no estaba. Dejaron un número: 555 0199. AURELIO está escondido.";

function work(change: Partial<Work> = {}): Work {
  return {
    lang: "es",
    tlp: "TLP:AMBER+STRICT",
    organisations: ["a".repeat(32)],
    expires: "2027-06-01",
    title: "Botes armados en la cabecera",
    facts: [{ id: "f", term: "Qué", value: "Amenaza" }],
    sections: [{ id: "s", heading: "Lo ocurrido", text: TEXT, tip: "b".repeat(32), lang: "es" }],
    groups: [],
    confirmed: [],
    ...change,
  };
}

const PROPOSALS = [
  { value: "Puerto Ceiba", label: "PLACE", asks: false, reason: "Lleva a una casa" },
  { value: "Aurelio Tamani", label: "PERSON", asks: false, reason: "Corre peligro" },
  { value: "presidente", label: "ROLE", asks: true, reason: "Hay uno solo" },
  { value: "Delfina", label: "PERSON", asks: false, reason: "Testigo" },
  { value: "555 0199", label: "PHONE", asks: false, reason: "" },
  { value: "Aurelio", label: "PERSON", asks: false, reason: "" },
];

function build(of: Work) {
  const salt = new Uint8Array(32).fill(7);
  return caseFileBuild({
    work: of,
    caseFile: "c".repeat(32),
    revision: 1,
    number: "EXP-012",
    desk: "Mesa del Río Alto",
    sourceSalt: salt,
    redactionsSalt: salt,
  });
}

function texts(value: JsonValue): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  if (Array.isArray(value)) return value.flatMap((item: JsonValue) => texts(item));
  return Object.entries(value as JsonObject).flatMap(([key, item]) => (key === "out" ? [] : texts(item)));
}

function paragraphs(source: JsonObject): JsonValue {
  return ((source["sections"] as readonly JsonObject[])[0] as JsonObject)["paragraphs"] ?? null;
}

describe("the twin of the leak gate", () => {
  it("knows the same common words, joining words and limits", () => {
    const python = repo("incidents/pdf/needles.py");
    const mine = readFileSync(fileURLToPath(new URL("needles.ts", import.meta.url)), "utf8");
    const list = (source: string, from: RegExp): string[] => [...new Set((from.exec(source)?.[1] ?? "").split(/\s+/u).filter(Boolean))].sort();
    expect(list(mine, /COMMON = new Set\(\s*`([^`]*)`/u)).toEqual(list(python, /_COMMON = frozenset\(\s*"""([^"]*)"""/u));
    expect(list(mine, /JOINING = new Set\("([^"]*)"/u)).toEqual(list(python, /_JOINING = frozenset\("([^"]*)"/u));
    for (const name of ["SUBSTRING_FROM", "DIGITS_ANYWHERE_FROM", "PART_FROM", "PART_ANYWHERE_FROM"]) {
      const limit = (source: string): string | undefined => new RegExp(`\\b${name} = (\\d+)`, "u").exec(source)?.[1];
      expect(limit(mine)).toBe(limit(python));
    }
  });

  it("prints the same marks, none wider than fourteen characters", () => {
    const python = repo("incidents/pdf/words.py");
    for (const language of ["es", "pt-br", "en", "fr"] as const) {
      for (const label of LABELS) {
        const mark = markText(label, 1, language);
        expect(python).toContain(`"${label}": "${mark.slice(1, -3)}"`);
        expect(Array.from(markText(label, MOST_NUMBER, language)).length).toBeLessThanOrEqual(14);
      }
    }
  });

  it.each([
    ["J u a n", "juan"],
    ["Ju-\nan", "juan"],
    ["JUÁN", "juan"],
    ["Јuаn", "juan"],
    ["ju\u00adan", "juan"],
    ["٣4५", "345"],
    ["Straße", "strasse"],
  ])("folds %s", (text, letters) => {
    expect(fold(text).letters).toBe(letters);
  });

  it("finds words at their borders and with a plural's end", () => {
    const found = (text: string, wanted: string) => occurrences(fold(text), wanted, true).length;
    expect(found("la rosa y las rosas", "rosa")).toBe(2);
    expect(found("rosado", "rosa")).toBe(0);
    expect(found("AnaTorres", "ana")).toBe(1);
    expect(found("ana3", "ana")).toBe(1);
  });

  it("looks for a number without its country code, and for the rare word of a name", () => {
    const letters = (value: string) => needlesOf(value).map((needle) => needle.letters);
    expect(letters("+51 987 654 321")).toEqual(expect.arrayContaining(["51987654321", "987654321"]));
    expect(letters("Comunidad Nativa Shintuya")).toContain("shintuya");
    expect(letters("Comunidad Nativa Shintuya")).not.toContain("comunidad");
  });
});

describe("marks", () => {
  it("gives one mark to all writings of one name, whatever case and accents", () => {
    const groups = proposalsAdd([], PROPOSALS);
    const places = placesIn(TEXT, groups).filter(({ group }) => group.label === "PERSON" && group.number === 1);
    const points = Array.from(TEXT);
    expect(places.map(({ start, end }) => points.slice(start, end).join(""))).toEqual(["Aurelio Tamani", "AURELIO"]);
  });

  it("asks where the worker was not sure, and keeps it readable until then", () => {
    const groups = proposalsAdd([], PROPOSALS);
    expect(groups.find(({ label }) => label === "ROLE")?.state).toBe("ask");
    expect(texts(build(work({ groups })).source).join(" ")).toContain("presidente");
    const accepted = labelAccept(groups, "ROLE");
    expect(texts(build(work({ groups: accepted })).source).join(" ")).not.toContain("presidente");
  });

  it("keeps what was decided when the same proposal comes again", () => {
    const first = proposalsAdd([], PROPOSALS);
    const place = first.find(({ label }) => label === "PLACE");
    const off = groupChange(first, place?.id ?? "", { state: "off" });
    expect(proposalsAdd(off, PROPOSALS).find(({ label }) => label === "PLACE")?.state).toBe("off");
  });

  it("numbers anew what is relabelled, and joins two marks into one", () => {
    const groups = proposalsAdd([], PROPOSALS);
    const [one, two] = groups.filter(({ label }) => label === "PERSON") as [Group, Group];
    expect(groupChange(groups, two.id, { label: "PLACE" }).find(({ id }) => id === two.id)?.number).toBe(2);
    const joined = groupsJoin(groups, one.id, two.id);
    expect(joined.find(({ id }) => id === one.id)?.values).toContain("Delfina");
    expect(joined.some(({ id }) => id === two.id)).toBe(false);
  });

  it("hides whole words, and a mark's own sign before them", () => {
    const groups = valueRedact(valueRedact([], "@rio_alto", "HANDLE", ""), "Tamani", "PERSON", "");
    const points = Array.from("los Tamanis y @rio_alto");
    expect(placesIn(points.join(""), groups).map(({ start, end }) => points.slice(start, end).join(""))).toEqual(["Tamanis", "@rio_alto"]);
  });
});

describe("the case file source", () => {
  const groups = proposalsAdd([], PROPOSALS);

  it("has the shape of the format, canonical and without what was redacted", () => {
    const { source, redactions } = build(work({ groups }));
    expect(canonicalJson(source).length).toBeGreaterThan(0);
    expect(Object.keys(source).sort()).toEqual(
      ["v", "case_file", "revision", "number", "lang", "tlp", "desk", "title", "facts", "sections", "expires", "salt"].sort(),
    );
    expect(paragraphs(source)).toEqual([
      [
        { t: "El 20 de noviembre llegaron seis hombres en dos botes a " },
        { out: "PLACE", n: 1 },
        { t: ". Preguntaron por " },
        { out: "PERSON", n: 1 },
        { t: ", presidente, y dijeron que iban a volver." },
      ],
      [
        { out: "PERSON", n: 2 },
        { t: " les dijo que no estaba. Dejaron un número: " },
        { out: "PHONE", n: 1 },
        { t: ". " },
        { out: "PERSON", n: 1 },
        { t: " está escondido." },
      ],
    ]);
    expect(redactions["values"]).toEqual(["555 0199", "AURELIO", "Aurelio", "Aurelio Tamani", "Delfina", "Puerto Ceiba"]);
  });

  it("refuses a redacted value in a heading, and says where", () => {
    const sections = [{ id: "s", heading: "Lo de Tamani", text: TEXT, tip: "", lang: "es" }];
    const leaking = work({ groups, sections });
    expect(leaksOf(leaking)).toEqual([
      { value: "Aurelio Tamani", kind: "heading", at: 0, around: expect.stringContaining("Tamani") as string },
    ]);
    expect(() => build(leaking)).toThrow(Refused);
  });

  it("refuses a value that begins in one field and ends in the next", () => {
    const joined = work({ title: "Lo dijo Rosa", facts: [{ id: "f", term: "Quispe", value: "algo" }], groups: valueRedact([], "Rosa Quispe", "PERSON", "") });
    expect(leaksOf({ ...joined, title: "Lo dijo" })).toHaveLength(1);
    expect(leaksOf(joined)).toHaveLength(1);
  });

  it("names what is missing", () => {
    const bare = work({ title: " ", organisations: [], facts: [], sections: [{ id: "s", heading: "", text: "hola", tip: "", lang: "es" }] });
    expect(problemsOf(bare, "2027-06-01").map(({ type }) => type)).toEqual(["no_organisation", "no_title", "expires", "no_heading"]);
  });

  it("drops what nobody can see and what cannot be printed", () => {
    expect(printable("a\u200bb\u0007c\r\nd\u00ade")).toBe("ab c\nde");
  });

  const word = fc.constantFrom("el", "bote", "llegó", "Rosa", "Quispe", "rosas", "Río", "987", "654", "Ñahui", "a", "@ro", "é\u0301x", "Ana", "Torres", "AnaTorres");
  const gap = fc.constantFrom(" ", " ", " ", "\n", ", ", "-", "");
  const phrase = (most: number) =>
    fc.array(fc.tuple(word, gap), { minLength: 1, maxLength: most }).map((pairs) => pairs.map(([one, between]) => one + between).join("").trim());
  const label = fc.constantFrom(...LABELS);

  it("never holds a redacted value or its telling words: it is built clean, or refused with the place", () => {
    fc.assert(
      fc.property(phrase(30), phrase(8), fc.array(fc.tuple(phrase(3), label), { maxLength: 4 }), (text, title, values) => {
        const made = values.reduce<Group[]>((before, [value, of]) => valueRedact(before, value, of, ""), []);
        const written = work({ title, facts: [], sections: [{ id: "s", heading: "Lo que pasa", text, tip: "", lang: "es" }], groups: made });
        const leaks = leaksOf(written);
        if (leaks.length > 0) {
          expect(() => build(written)).toThrow(Refused);
          return;
        }
        if (problemsOf(written, null).length > 0) return;
        const { source, redactions } = build(written);
        const readable = [...texts(source["title"] ?? null), ...texts(source["sections"] ?? null)].join(" \n ");
        const words = new Set(readable.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
        for (const value of redactedValues(written)) {
          // A short value inside of a longer word says nothing; as a word of its own it is looked for below.
          expect(Array.from(value).length > 6 && readable.includes(value)).toBe(false);
          for (const part of value.normalize("NFC").match(/\p{L}+/gu) ?? []) {
            const folded = part.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
            if (value === part || (folded.length >= 4 && part.charAt(0) !== part.charAt(0).toLowerCase())) {
              expect(words.has(folded)).toBe(false);
            }
          }
          expect(redactions["values"]).toContain(value.trim());
        }
      }),
      { numRuns: 400 },
    );
  });

  it("loses no letter: text and hidden strings together are the whole text", () => {
    fc.assert(
      fc.property(phrase(20), fc.array(phrase(2), { maxLength: 3 }), (text, values) => {
        const made = values.reduce<Group[]>((before, value) => valueRedact(before, value, "OTHER", ""), []);
        const written = work({ sections: [{ id: "s", heading: "H", text, tip: "", lang: "es" }], groups: made });
        const [field] = fieldsOf(written).filter(({ kind }) => kind === "text");
        if (field === undefined) return;
        let end = 0;
        for (const place of field.places) {
          expect(place.start).toBeGreaterThanOrEqual(end);
          expect(place.end).toBeGreaterThan(place.start);
          end = place.end;
        }
        expect(end).toBeLessThanOrEqual(Array.from(field.text).length);
      }),
    );
  });
});

describe("what stays readable", () => {
  const known = new Set(
    "el de noviembre llegaron seis hombres en dos botes a preguntaron por y dijeron que iban volver les dijo no estaba dejaron un numero esta lo ocurrido armados la cabecera que amenaza escondido presidente".split(" "),
  );
  const items = (of: Work) => readableItems(fieldsOf(of), () => known);
  const groups = proposalsAdd([], PROPOSALS);

  it("lists every telling word once, with its places, and the question in their midst", () => {
    const listed = items(work({ groups }));
    expect(listed.filter(({ why }) => why !== "opening").map(({ text, why }) => [text, why])).toEqual([
      ["20", "digits"],
      ["presidente", "ROLE"],
    ]);
    expect(listed.find(({ text }) => text === "presidente")?.contexts[0]?.before).toMatch(/▮, $/u);
  });

  it("joins neighbours, and asks again where a confirmed word stands once more", () => {
    const one = work({ sections: [{ id: "s", heading: "Lo ocurrido", text: "llegaron a Río Alto", tip: "", lang: "es" }] });
    const [river] = items(one).filter(({ why }) => why !== "opening");
    expect(river?.text).toBe("Río Alto");
    const confirmed = confirm(one, items(one), true);
    expect(unconfirmed(confirmed, items(confirmed))).toEqual([]);
    const twice = { ...confirmed, sections: [{ id: "s", heading: "Lo ocurrido", text: "llegaron a Río Alto y por Río Alto", tip: "", lang: "es" }] };
    expect(unconfirmed(twice, items(twice)).map(({ text }) => text)).toEqual(["Río Alto"]);
  });

  it("has nothing left of a word that was redacted", () => {
    const before = work({ groups });
    const [number] = items(before).filter(({ text }) => text === "20");
    const after = { ...before, groups: valueRedact(before.groups, number?.text ?? "", "DATE", "") };
    expect(items(after).some(({ text }) => text === "20")).toBe(false);
  });
});

describe("a draft", () => {
  it("comes back as it was", () => {
    const before = confirm(work({ groups: proposalsAdd([], PROPOSALS) }), readableItems(fieldsOf(work()), () => new Set()), true);
    expect(workRead(workValue(before))).toEqual(before);
    expect(() => workRead({ ...workValue(before), tlp: "TLP:PINK" })).toThrow();
  });
});
