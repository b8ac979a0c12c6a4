/** All four word lists, for tests; pages load theirs when wanted. */
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as french } from "@scure/bip39/wordlists/french.js";
import { wordlist as portuguese } from "@scure/bip39/wordlists/portuguese.js";
import { wordlist as spanish } from "@scure/bip39/wordlists/spanish.js";
import { Refused } from "../errors";
import { LANGUAGES, type Language, type WordList } from "../receipts";

export const LISTS: Readonly<Record<Language, WordList>> = {
  es: spanish,
  "pt-br": portuguese,
  en: english,
  fr: french,
};

/** @throws Refused where there is no list of this language */
export function listOf(language: string): WordList {
  const known = LANGUAGES.find((candidate) => candidate === language);
  if (known === undefined) throw new Refused("no such language");
  return LISTS[known];
}
