/** Maker signatures: who of the desk sealed an envelope. */
import { ed25519 } from "@noble/curves/ed25519.js";
import { type Bytes, concat, copyOf } from "./bytes";
import { utf8Encode } from "./encoding";
import { Damaged, Refused } from "./errors";
import type { Sealed } from "./envelopes";
import { blake2b256 } from "./hashing";
import { HEADER_BYTES } from "./header";
import { signFromSeed } from "./keys";

/** What is stored beside an envelope: the maker's key id (16 bytes) and signature (64 bytes). */
export interface Maker {
  readonly keyId: Bytes;
  readonly signature: Bytes;
}

/** An Ed25519 signature (64 bytes) over `label ‖ "\n" ‖ parts`, the label naming what it is good for. */
export function signLabeled(signSeed: Uint8Array, label: string, ...parts: readonly Uint8Array[]): Bytes {
  return copyOf(ed25519.sign(concat(utf8Encode(`${label}\n`), ...parts), signSeed));
}

/**
 * Strict verification (RFC 8032, as libsodium has it), not the lenient one of ZIP 215.
 * @throws Damaged unless the signature is this key's over `label ‖ "\n" ‖ parts`
 */
export function verifyLabeled(
  publicKey: Uint8Array,
  signature: Uint8Array,
  label: string,
  ...parts: readonly Uint8Array[]
): void {
  if (publicKey.length !== 32 || signature.length !== 64) throw new Damaged("signature length");
  let holds = false;
  try {
    holds = ed25519.verify(signature, concat(utf8Encode(`${label}\n`), ...parts), publicKey, { zip215: false });
  } catch {
    throw new Damaged("signature");
  }
  if (!holds) throw new Damaged("signature");
}

/** The same where a signature is part of a chain of trust: what fails there is a rule broken. @throws Refused */
export function requireSigned(
  complaint: string,
  publicKey: Uint8Array,
  signature: Uint8Array,
  label: string,
  ...parts: readonly Uint8Array[]
): void {
  try {
    verifyLabeled(publicKey, signature, label, ...parts);
  } catch {
    throw new Refused(complaint);
  }
}

const LABEL = "vigia sealed v1";

/** Keyed with the content key: beside an envelope a plain hash would confirm guesses of short contents. */
function contentHash(ck: Uint8Array, content: Uint8Array): Bytes {
  return blake2b256({ key: ck, person: "vigia-content-1", data: content });
}

/** Signs what was sealed, with the maker's Ed25519 seed (32 bytes). */
export function makerSign(sealed: Sealed, signSeed: Uint8Array): Maker {
  const header = sealed.envelope.subarray(0, HEADER_BYTES);
  return {
    keyId: signFromSeed(signSeed).keyId,
    signature: signLabeled(signSeed, LABEL, header, contentHash(sealed.ck, sealed.content)),
  };
}

export interface MakerVerifyInput {
  /** The Ed25519 public key of whom the desk directory allows to make this kind: see `makerCheck`. */
  readonly publicKey: Uint8Array;
  /** The envelope, or its first 74 bytes. */
  readonly envelope: Uint8Array;
  readonly ck: Uint8Array;
  /** What was opened from it, before padding: JSON bytes as received, or the file's bytes. */
  readonly content: Uint8Array;
  readonly signature: Uint8Array;
}

/** @throws Damaged unless the signature is this key's over this envelope's header and this content */
export function makerVerify({ publicKey, envelope, ck, content, signature }: MakerVerifyInput): void {
  if (envelope.length < HEADER_BYTES) throw new Damaged("header is cut");
  const header = envelope.subarray(0, HEADER_BYTES);
  verifyLabeled(publicKey, signature, LABEL, header, contentHash(ck, content));
}
