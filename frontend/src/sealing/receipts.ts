/** Receipts: ten words that a submitter keeps, and the mailbox that grows from them. */
import { type Bytes, concat, equalBytes, randomBytes } from "./bytes";
import { Damaged, ReceiptSlip } from "./errors";
import { blake2b256 } from "./hashing";
import { type SealKey, wordsOf, xwingFromSeed } from "./keys";

/** The languages of the pages, in the order in which a receipt's language is looked for. */
export const LANGUAGES = ["es", "pt-br", "en", "fr"] as const;
export type Language = (typeof LANGUAGES)[number];

/** A BIP-39 list: 2,048 words, told apart by their first four letters. */
export type WordList = readonly string[];
/** All four lists; a page that has only some can still read receipts in those languages. */
export type WordLists = Readonly<Partial<Record<Language, WordList>>>;

export const ENTROPY_BYTES = 13;
export const RECEIPT_WORDS = 10;
const LIST_WORDS = 2048;
/** 10 words hold 110 bits: 104 of entropy and these. */
const CHECK_SHIFT = 2;

/** What a list's words and what a person types are compared by: plain small letters, one space between words. */
export function normalizeWords(text: string): string[] {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z]+/g, " ")
    .trim();
  return plain === "" ? [] : plain.split(" ");
}

/** The ten words of 13 bytes of entropy. */
export function receiptWords(entropy: Uint8Array, list: WordList): string[] {
  if (entropy.length !== ENTROPY_BYTES || list.length !== LIST_WORDS) throw new Damaged("receipt input");
  // The 6 check bits are the leading ones of the hash; what follows them in the last byte is never read.
  return wordsOf(concat(entropy, checkByte(entropy)), RECEIPT_WORDS, list);
}

function checkByte(entropy: Uint8Array): Bytes {
  return blake2b256({ person: "vigia-receipt-c1", data: entropy }).slice(0, 1);
}

export interface Receipt {
  readonly entropy: Bytes;
  readonly words: readonly string[];
}

/** A new receipt in the language of `list`. */
export function receiptMake(list: WordList): Receipt {
  const entropy = randomBytes(ENTROPY_BYTES);
  return { entropy, words: receiptWords(entropy, list) };
}

const INDEXES = new WeakMap<WordList, ReadonlyMap<string, number>>();

function indexOf(list: WordList): ReadonlyMap<string, number> {
  const known = INDEXES.get(list);
  if (known !== undefined) return known;
  const index = new Map(list.map((word, at) => [(normalizeWords(word)[0] ?? "").slice(0, 4), at] as const));
  if (index.size !== LIST_WORDS) throw new Damaged("word list");
  INDEXES.set(list, index);
  return index;
}

export interface ReadReceipt {
  readonly entropy: Bytes;
  readonly language: Language;
}

/**
 * Reads words as people write them: any case, any accents, commas, numbers before them, the first four
 * letters enough. Asks nothing of anybody: a slip of the pen shows before anything is sent.
 * @throws ReceiptSlip
 */
export function receiptRead(text: string, lists: WordLists): ReadReceipt {
  const prefixes = normalizeWords(text).map((word) => word.slice(0, 4));
  const indexes = LANGUAGES.flatMap((language) => {
    const list = lists[language];
    return list === undefined ? [] : [{ language, index: indexOf(list) }];
  });
  const unknown = prefixes.findIndex((prefix) => !indexes.some(({ index }) => index.has(prefix)));
  if (unknown >= 0) throw new ReceiptSlip("word", unknown + 1);
  if (prefixes.length !== RECEIPT_WORDS) throw new ReceiptSlip("count", null);
  let complete = false;
  for (const { language, index } of indexes) {
    const numbers = prefixes.flatMap((prefix) => index.get(prefix) ?? []);
    if (numbers.length !== RECEIPT_WORDS) continue;
    complete = true;
    const entropy = entropyOf(numbers);
    if (entropy !== null) return { entropy, language };
  }
  throw new ReceiptSlip(complete ? "check" : "language", null);
}

/** The entropy of ten word numbers, or null where the check bits are not its own. */
function entropyOf(numbers: readonly number[]): Bytes | null {
  const bytes = new Uint8Array(ENTROPY_BYTES + 1);
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const number of numbers) {
    held = (held << 11) | number;
    bits += 11;
    while (bits >= 8) {
      bits -= 8;
      bytes[at] = held >> bits;
      at += 1;
      held &= (1 << bits) - 1;
    }
  }
  const entropy = bytes.slice(0, ENTROPY_BYTES);
  const expected = (checkByte(entropy)[0] ?? 0) >> CHECK_SHIFT;
  return equalBytes(Uint8Array.of(held), Uint8Array.of(expected)) ? entropy : null;
}

/** What grows from a receipt. `mailboxHash` is what the server stores; `mailboxId` is what a browser shows it. */
export interface Mailbox {
  /** 16 bytes. */
  readonly mailboxId: Bytes;
  /** 32 bytes. */
  readonly mailboxHash: Bytes;
  readonly key: SealKey;
  /** 32 bytes. */
  readonly answerKey: Bytes;
}

export interface DeriveMailboxInput {
  /** The desk's receipt salt, 32 bytes, from its public directory. */
  readonly salt: Uint8Array;
  readonly entropy: Uint8Array;
}

export function deriveMailbox({ salt, entropy }: DeriveMailboxInput): Mailbox {
  if (salt.length !== 32 || entropy.length !== ENTROPY_BYTES) throw new Damaged("receipt input");
  const seed = blake2b256({ key: salt, person: "vigia-receipt-1", data: entropy });
  const mailboxId = blake2b256({ key: seed, person: "vigia-mbox-id-1" }).slice(0, 16);
  return {
    mailboxId,
    mailboxHash: blake2b256({ data: mailboxId }),
    key: xwingFromSeed(blake2b256({ key: seed, person: "vigia-mbox-key1" })),
    answerKey: blake2b256({ key: seed, person: "vigia-answer-k1" }),
  };
}
