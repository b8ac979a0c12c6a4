/** Key pairs, their ids, what is derived from an epoch seed, and fingerprints as words. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { ml_kem768_x25519 as xwing } from "@noble/post-quantum/hybrid.js";
import { type Bytes, concat, copyOf, equalBytes, randomBytes } from "./bytes";
import { Refused } from "./errors";
import { blake2b256 } from "./hashing";

export const XWING_PUBLIC_BYTES = 1216;

/** An X-Wing key pair: seed 32 bytes, public key 1216 bytes, key id 16 bytes. */
export interface SealKey {
  readonly seed: Bytes;
  readonly publicKey: Bytes;
  readonly keyId: Bytes;
}

/** An Ed25519 key pair: seed 32 bytes, public key 32 bytes, key id 16 bytes. */
export interface SignKey {
  readonly seed: Bytes;
  readonly publicKey: Bytes;
  readonly keyId: Bytes;
}

/** The X-Wing public key (1216 bytes) of a seed (32 bytes). */
export function xwingPublic(seed: Uint8Array): Bytes {
  if (seed.length !== 32) throw new Refused("an X-Wing seed has 32 bytes");
  return copyOf(xwing.getPublicKey(seed));
}

/** The pair that grows from a seed. */
export function xwingFromSeed(seed: Uint8Array): SealKey {
  const publicKey = xwingPublic(seed);
  return { seed: copyOf(seed), publicKey, keyId: keyId(publicKey) };
}

export function xwingGenerate(): SealKey {
  return xwingFromSeed(randomBytes(32));
}

/** The Ed25519 public key (32 bytes) of a seed (32 bytes). */
export function signPublic(seed: Uint8Array): Bytes {
  if (seed.length !== 32) throw new Refused("an Ed25519 seed has 32 bytes");
  return copyOf(ed25519.getPublicKey(seed));
}

export function signFromSeed(seed: Uint8Array): SignKey {
  const publicKey = signPublic(seed);
  return { seed: copyOf(seed), publicKey, keyId: keyId(publicKey) };
}

export function signGenerate(): SignKey {
  return signFromSeed(randomBytes(32));
}

/** The first 16 bytes of BLAKE2b-256 of a public key of either sort. */
export function keyId(publicKey: Uint8Array): Bytes {
  return blake2b256({ data: publicKey }).slice(0, 16);
}

/** The key under which the rows of lists are wrapped in an epoch. */
export function indexKey(epochSeed: Uint8Array): Bytes {
  return blake2b256({ key: epochSeed, person: "vigia-index-k1" });
}

/** The key under which triage keeps what finds like tips; it dies with the epoch. */
export function sketchKey(epochSeed: Uint8Array): Bytes {
  return blake2b256({ key: epochSeed, person: "vigia-sketch-k1" });
}

/**
 * The epoch key of a seed, if the directory's public key is the seed's.
 * @throws Refused before anything else is derived from a seed that is another epoch's
 */
export function epochSeedCheck(seed: Uint8Array, publicKey: Uint8Array): SealKey {
  const key = xwingFromSeed(seed);
  if (!equalBytes(key.publicKey, publicKey)) throw new Refused("the seed is not this epoch's");
  return key;
}

/** What a person's fingerprint is taken of: signing key (32) ‖ seal key (1216). A root's is its 32 bytes. */
export function keyMaterial(signKey: Uint8Array, sealKey: Uint8Array): Bytes {
  return concat(signKey, sealKey);
}

/** Six words of a list of 2,048 for the first 66 bits of the fingerprint, 11 bits a word, big-endian. */
export function fingerprintWords(material: Uint8Array, list: readonly string[]): string[] {
  return wordsOf(blake2b256({ person: "vigia-fingerpr1", data: material }), 6, list);
}

/** `count` words of a list of 2,048 from the leading bits of `bytes`, 11 bits a word, big-endian. */
export function wordsOf(bytes: Uint8Array, count: number, list: readonly string[]): string[] {
  const words: string[] = [];
  let held = 0;
  let bits = 0;
  let at = 0;
  while (words.length < count) {
    while (bits < 11) {
      held = (held << 8) | (bytes[at] ?? 0);
      at += 1;
      bits += 8;
    }
    bits -= 11;
    const word = list[held >> bits];
    if (word === undefined || at > bytes.length) throw new Refused("word list");
    words.push(word.normalize("NFC"));
    held &= (1 << bits) - 1;
  }
  return words;
}
