/** The four BIP-39 lists as files of their own, so that a public page fetches one only when it is wanted. */
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { wordlist as english } from "@scure/bip39/wordlists/english.js";
import { wordlist as french } from "@scure/bip39/wordlists/french.js";
import { wordlist as portuguese } from "@scure/bip39/wordlists/portuguese.js";
import { wordlist as spanish } from "@scure/bip39/wordlists/spanish.js";

const LISTS = { es: spanish, "pt-br": portuguese, en: english, fr: french };

/**
 * Writes `words-<language>-<hash>.txt` into the folder: 2,048 words, composed (NFC), one a line. Returns
 * their entries of the manifest, under `words/<language>.txt`.
 */
export function writeWordlists(folder: string): Record<string, { file: string; src: string }> {
  const entries: Record<string, { file: string; src: string }> = {};
  for (const [language, words] of Object.entries(LISTS)) {
    const text = words.map((word) => word.normalize("NFC")).join("\n");
    const hash = createHash("sha256").update(text).digest("base64url").slice(0, 8);
    const file = `words-${language}-${hash}.txt`;
    writeFileSync(`${folder}/${file}`, text);
    entries[`words/${language}.txt`] = { file, src: `words/${language}.txt` };
  }
  return entries;
}
