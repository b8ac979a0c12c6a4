import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ReceiptSlip } from "./errors";
import { deriveMailbox, LANGUAGES, normalizeWords, receiptMake, receiptRead, receiptWords } from "./receipts";
import { LISTS } from "./testing/lists";

const entropy = fc.uint8Array({ minLength: 13, maxLength: 13 });

function slipOf(text: string): ReceiptSlip {
  try {
    receiptRead(text, LISTS);
  } catch (error) {
    if (error instanceof ReceiptSlip) return error;
    throw error;
  }
  throw new Error("the receipt was read");
}

describe.each(LANGUAGES)("a receipt in %s", (language) => {
  const list = LISTS[language];

  it("is told apart by the first four letters of its words", () => {
    const prefixes = new Set(list.map((word) => normalizeWords(word)[0]?.slice(0, 4)));
    expect(prefixes.size).toBe(2048);
  });

  it("survives case, accents, commas, numbers and being cut to four letters", () => {
    fc.assert(
      fc.property(entropy, (given) => {
        const words = receiptWords(given, list);
        const found = receiptRead(words.join(" "), { [language]: list });
        expect(found).toEqual({ entropy: given, language });
        const plain = words.map((word) => normalizeWords(word)[0] ?? "");
        for (const written of [
          words.join(", ").toUpperCase(),
          words.map((word, at) => `${at + 1}. ${word.normalize("NFD")}`).join("\n"),
          words.map((word) => word.normalize("NFC")).join("\u00a0-\t"),
          plain.join(" "),
          plain.map((word) => word.slice(0, 4)).join("  "),
        ]) {
          expect(receiptRead(written, { [language]: list })).toEqual(found);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("is found among all languages, and new every time", () => {
    const one = receiptMake(language, LISTS);
    const other = receiptMake(language, LISTS);
    expect(one.words).toHaveLength(10);
    expect(one.words).not.toEqual(other.words);
    expect(receiptRead(one.words.join(" "), LISTS)).toEqual({ entropy: one.entropy, language });
  });
});

describe("a slip of the pen", () => {
  const words = receiptWords(new Uint8Array(13).fill(77), LISTS.es);

  it("in one word is named by its number, with the nearest word", () => {
    const mistyped = words.map((word, at) => (at === 6 ? `q${word}` : word));
    const slip = slipOf(mistyped.join(" "));
    expect(slip).toMatchObject({ code: "refused", reason: "word", wordNumber: 7, suggestion: words[6] });
  });

  it("in a word that is nothing like any has no suggestion", () => {
    expect(slipOf([...words.slice(0, 9), "zzzzzzzzzzzz"].join(" "))).toMatchObject({ wordNumber: 10, suggestion: "" });
  });

  it("in the number of words is seen", () => {
    expect(slipOf(words.slice(1).join(" ")).reason).toBe("count");
    expect(slipOf([...words, words[0]].join(" ")).reason).toBe("count");
    expect(slipOf("").reason).toBe("count");
    expect(slipOf("a ".repeat(10_000)).reason).toBe("count");
    expect(slipOf("a ").wordNumber).toBe(1);
  });

  it("of words of two languages is seen", () => {
    const english = receiptWords(new Uint8Array(13).fill(77), LISTS.en);
    expect(slipOf([...words.slice(0, 5), ...english.slice(5)].join(" "))).toMatchObject({ reason: "language", wordNumber: null });
  });

  it("of a wrong but known word is mostly seen by the check bits", () => {
    const others = LISTS.es.slice(0, 256).map((word) => [...words.slice(0, 9), word].join(" "));
    const slips = others.filter((text) => {
      try {
        receiptRead(text, { es: LISTS.es });
        return false;
      } catch (error) {
        return error instanceof ReceiptSlip && error.reason === "check";
      }
    });
    // Six check bits let one wrong word in 64 pass.
    expect(slips.length).toBeGreaterThan(240);
  });
});

describe("the mailbox of a receipt", () => {
  it("is the same each time, and another for another desk or receipt", () => {
    const salt = new Uint8Array(32).fill(1);
    const given = new Uint8Array(13).fill(2);
    const one = deriveMailbox({ salt, entropy: given });
    expect(deriveMailbox({ salt, entropy: given })).toEqual(one);
    expect(one.mailboxId).toHaveLength(16);
    expect(one.storedId).toHaveLength(32);
    for (const other of [
      deriveMailbox({ salt: new Uint8Array(32), entropy: given }),
      deriveMailbox({ salt, entropy: new Uint8Array(13) }),
    ]) {
      expect(other.mailboxId).not.toEqual(one.mailboxId);
      expect(other.key.keyId).not.toEqual(one.key.keyId);
      expect(other.answerKey).not.toEqual(one.answerKey);
    }
  });
});
