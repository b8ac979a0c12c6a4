/** The four BIP-39 lists, each fetched when it is first wanted. */
import { LANGUAGES, type Language, normalizeWords, type WordList } from "../sealing/receipts";

const LOADERS: Readonly<Record<Language, () => Promise<{ readonly wordlist: WordList }>>> = {
  es: () => import("@scure/bip39/wordlists/spanish.js"),
  "pt-br": () => import("@scure/bip39/wordlists/portuguese.js"),
  en: () => import("@scure/bip39/wordlists/english.js"),
  fr: () => import("@scure/bip39/wordlists/french.js"),
};

export async function wordList(language: Language): Promise<WordList> {
  return (await LOADERS[language]()).wordlist;
}

export async function allWordLists(): Promise<readonly WordList[]> {
  return Promise.all(LANGUAGES.map(wordList));
}

/** Whether both say the same words: any case, any accents, the first four letters of each enough. */
export function sameWords(typed: string, expected: readonly string[]): boolean {
  const heard = normalizeWords(typed);
  const wanted = normalizeWords(expected.join(" "));
  return (
    heard.length === wanted.length &&
    wanted.every((word, at) => {
      const said = heard[at] ?? "";
      return said === word || (said.length >= 4 && said.slice(0, 4) === word.slice(0, 4));
    })
  );
}
