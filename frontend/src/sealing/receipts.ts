/** Receipts: ten words that a submitter keeps, and the mailbox that grows from them. */
import { type Bytes, concat, equalBytes, randomBytes } from "./bytes";
import { ReceiptSlip, Refused } from "./errors";
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
/** BIP-39 lists tell their words apart by the first four letters. */
const PREFIX = 4;
/** Ten words have fewer than 100 code points; what is far longer is no receipt. */
const MOST_CHARACTERS = 1000;
/** A suggestion that is more edits away than this is a guess. */
const FAR = 2;
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
  if (entropy.length !== ENTROPY_BYTES || list.length !== LIST_WORDS) throw new Refused("receipt input");
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

/**
 * A new receipt. The lists share many four-letter beginnings, so that now and then (one in about a
 * million) the words would also read as a receipt of a language that is tried earlier; where those
 * lists are at hand, such a draw is thrown away.
 */
export function receiptMake(language: Language, lists: WordLists): Receipt {
  const list = lists[language];
  if (list === undefined) throw new Refused("the list of this language is missing");
  for (;;) {
    const entropy = randomBytes(ENTROPY_BYTES);
    const words = receiptWords(entropy, list);
    if (receiptRead(words.join(" "), lists).language === language) return { entropy, words };
  }
}

const INDEXES = new WeakMap<WordList, ReadonlyMap<string, number>>();

function indexOf(list: WordList): ReadonlyMap<string, number> {
  const known = INDEXES.get(list);
  if (known !== undefined) return known;
  const index = new Map(list.map((word, at) => [(normalizeWords(word)[0] ?? "").slice(0, PREFIX), at] as const));
  if (index.size !== LIST_WORDS) throw new Refused("word list");
  INDEXES.set(list, index);
  return index;
}

export interface ReadReceipt {
  readonly entropy: Bytes;
  readonly language: Language;
}

/**
 * Reads words as people write them: any case, any accents, commas, numbers before them, the first four
 * letters enough. Asks nothing of anybody: a slip of the pen shows before anything is sent. The first
 * language, in the order of `LANGUAGES`, that knows all words and whose check bits fit is taken; a word
 * that no list knows is named first of all.
 * @throws ReceiptSlip
 */
export function receiptRead(text: string, lists: WordLists): ReadReceipt {
  if (text.length > 2 * MOST_CHARACTERS || Array.from(text).length > MOST_CHARACTERS) throw new ReceiptSlip("count");
  const typed = normalizeWords(text);
  const tried = LANGUAGES.flatMap((language) => {
    const list = lists[language];
    if (list === undefined) return [];
    const index = indexOf(list);
    return [{ language, list, numbers: typed.map((word) => index.get(word.slice(0, PREFIX)) ?? -1) }];
  });
  const slip = typed.findIndex((_, at) => tried.every(({ numbers }) => (numbers[at] ?? -1) < 0));
  if (slip >= 0) throw new ReceiptSlip("word", slip + 1, nearestWord(typed[slip] ?? "", likeliest(tried)));
  if (typed.length !== RECEIPT_WORDS) throw new ReceiptSlip("count");
  const complete = tried.filter(({ numbers }) => !numbers.includes(-1));
  for (const { language, numbers } of complete) {
    const entropy = entropyOf(numbers);
    if (entropy !== null) return { entropy, language };
  }
  throw new ReceiptSlip(complete.length > 0 ? "check" : "language");
}

/** The list that knows most of the words; the first of equals. */
function likeliest(tried: readonly { readonly list: WordList; readonly numbers: readonly number[] }[]): WordList {
  let best: WordList = [];
  let least = Number.POSITIVE_INFINITY;
  for (const { list, numbers } of tried) {
    const unknown = numbers.filter((number) => number < 0).length;
    if (unknown >= least) continue;
    least = unknown;
    best = list;
  }
  return best;
}

/** The word of the list that is nearest to what was typed, or "" where none is near. */
function nearestWord(typed: string, list: WordList): string {
  let best = "";
  let least = FAR + 1;
  for (const word of list) {
    const distance = editDistance(typed.slice(0, 12), normalizeWords(word)[0] ?? "");
    if (distance < least) {
      least = distance;
      best = word.normalize("NFC");
    }
  }
  return best;
}

/** Levenshtein distance. */
function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (one.charAt(i - 1) === other.charAt(j - 1) ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, replaced));
    }
    row = next;
  }
  return row[other.length] ?? 0;
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

/** What grows from a receipt. `storedId` is what the server stores; `mailboxId` is what a browser shows it. */
export interface Mailbox {
  /** 16 bytes. */
  readonly mailboxId: Bytes;
  /** 32 bytes. */
  readonly storedId: Bytes;
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
  if (salt.length !== 32 || entropy.length !== ENTROPY_BYTES) throw new Refused("receipt input");
  const seed = blake2b256({ key: salt, person: "vigia-receipt-1", data: entropy });
  const mailboxId = blake2b256({ key: seed, person: "vigia-mbox-id-1" }).slice(0, 16);
  return {
    mailboxId,
    storedId: blake2b256({ data: mailboxId }),
    key: xwingFromSeed(blake2b256({ key: seed, person: "vigia-mbox-key1" })),
    answerKey: blake2b256({ key: seed, person: "vigia-answer-k1" }),
  };
}
