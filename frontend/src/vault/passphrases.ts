/** Passphrases of vaults: one is offered; one's own is taken only where it is rated 4 of 4. */
import type { Language } from "../sealing/receipts";
import { passphraseMake } from "../sealing/vaults";
import { wordList } from "./wordlists";

/** Seven words of the page's language, 77 bits. */
export async function passphraseOffer(language: Language): Promise<string> {
  return passphraseMake(await wordList(language));
}

export interface Rating {
  /** 0 to 4, by zxcvbn. */
  readonly score: number;
  readonly accepted: boolean;
}

type Rate = (passphrase: string, known: readonly string[]) => number;

let rate: Promise<Rate> | null = null;

async function loadRate(): Promise<Rate> {
  const [{ ZxcvbnFactory }, common, spanish] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-es-es"),
  ]);
  const rater = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...spanish.dictionary },
    graphs: common.adjacencyGraphs,
  });
  return (passphrase, known) => rater.check(passphrase, [...known]).score;
}

/** `known`: names that somebody who tries would try first. */
export async function passphraseRate(passphrase: string, known: readonly string[]): Promise<Rating> {
  rate ??= loadRate();
  const score = passphrase === "" ? 0 : (await rate)(passphrase, known);
  return { score, accepted: score >= 4 };
}

/** Whether this browser runs WebAssembly, without which Argon2id would take minutes. */
export function unlocksHere(): boolean {
  return typeof WebAssembly === "object" && typeof WebAssembly.instantiate === "function";
}
