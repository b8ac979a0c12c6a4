/** The desk's keys: its public directory, checked against the root that the page carries, and the receipt words. */
import { b64Decode } from "../sealing/encoding";
import { currentEpoch, type DirectoryTransport, type PublicDirectory, type PublicEpoch, publicDirectoryVerify } from "../sealing/directories";
import { Damaged, SealingError } from "../sealing/errors";
import { type Language, LANGUAGES, type WordList } from "../sealing/receipts";
import { fetchJson } from "./outcome";

/** The desk's keys do not hold, or no key accepts today: nothing may be sealed. */
export class KeysRefused extends Error {}

/** Nothing came over the connection; trying again is right. */
export class Unreachable extends Error {}

export interface DeskKeys {
  readonly directory: PublicDirectory;
  readonly epoch: PublicEpoch;
}

/** The phone's own day in UTC, `YYYY-MM-DD`. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/** @throws KeysRefused */
export function deskKeys(root: string, transport: unknown, day: string): DeskKeys {
  try {
    const directory = publicDirectoryVerify({
      root: b64Decode(root, 32),
      transport: transportOf(transport),
      today: day,
      known: null,
    });
    return { directory, epoch: currentEpoch(directory.epochs, day) };
  } catch (error) {
    if (error instanceof SealingError) throw new KeysRefused();
    throw error;
  }
}

function transportOf(value: unknown): DirectoryTransport {
  if (typeof value !== "object" || value === null || !("body" in value) || !("signatures" in value)) {
    throw new Damaged("directory transport");
  }
  const { body, signatures } = value;
  if (typeof body !== "string" || !Array.isArray(signatures)) throw new Damaged("directory transport");
  return { body, signatures: signatures.map(signatureOf) };
}

function signatureOf(value: unknown): { key: string; sig: string } {
  if (typeof value !== "object" || value === null || !("key" in value) || !("sig" in value)) {
    throw new Damaged("directory signature");
  }
  const { key, sig } = value;
  if (typeof key !== "string" || typeof sig !== "string") throw new Damaged("directory signature");
  return { key, sig };
}

/** @throws Unreachable, KeysRefused */
export async function fetchKeys(root: string): Promise<DeskKeys> {
  const outcome = await fetchJson("/keys.json");
  if (outcome.status !== 200) throw new Unreachable();
  return deskKeys(root, outcome.body, today());
}

/** @throws Unreachable */
export async function fetchWords(address: string): Promise<WordList> {
  try {
    const response = await fetch(address, { credentials: "omit", redirect: "error" });
    if (response.ok) return (await response.text()).trim().split("\n");
  } catch {
    // Told as any other broken connection, below.
  }
  throw new Unreachable();
}

export function isLanguage(text: string): text is Language {
  return LANGUAGES.some((language) => language === text);
}
