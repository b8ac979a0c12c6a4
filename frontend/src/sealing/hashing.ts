/** Keyed BLAKE2b-256 with a purpose, and SHA-256. */
import { blake2b } from "@noble/hashes/blake2.js";
import { sha256 as nobleSha256 } from "@noble/hashes/sha2.js";
import { type Bytes, copyOf } from "./bytes";
import { utf8Encode } from "./encoding";

/** The purposes ("person") that this format gives to BLAKE2b; each at most 16 ASCII characters. */
export type Purpose =
  | "vigia-answer-k1"
  | "vigia-commit-1"
  | "vigia-content-1"
  | "vigia-envelope1"
  | "vigia-fingerpr1"
  | "vigia-index-k1"
  | "vigia-mbox-id-1"
  | "vigia-mbox-key1"
  | "vigia-message-1"
  | "vigia-receipt-1"
  | "vigia-receipt-c1"
  | "vigia-sketch-k1"
  | "";

export interface Blake2Input {
  readonly person?: Purpose | Uint8Array;
  readonly key?: Uint8Array;
  readonly data?: Uint8Array;
}

/** BLAKE2b-256. The purpose is filled with zeros to 16 bytes, as libsodium does by itself. */
export function blake2b256({ person = "", key, data = new Uint8Array(0) }: Blake2Input): Bytes {
  const personalization = new Uint8Array(16);
  personalization.set(typeof person === "string" ? utf8Encode(person) : person);
  const options = key === undefined || key.length === 0 ? {} : { key };
  return copyOf(blake2b(data, { dkLen: 32, personalization, ...options }));
}

export function sha256(data: Uint8Array): Bytes {
  return copyOf(nobleSha256(data));
}
