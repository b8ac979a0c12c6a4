/** Sealing a content key, or an epoch seed, to a recipient. */
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { type Bytes, concat, randomBytes } from "./bytes";
import { utf8Encode } from "./encoding";
import { Refused } from "./errors";
import { hpkeSeal } from "./hpke";
import { keyId } from "./keys";
import { CHILD_KINDS, Kind } from "./kinds";

/** enc(1120) ‖ key(32) ‖ tag(16). */
export const WRAP_BYTES = 1168;
/** nonce(24) ‖ key(32) ‖ tag(16). */
export const INDEX_WRAP_BYTES = 72;

/** What a row stores: whom it is for (16 bytes) and the sealed key (1168 bytes; 72 under an index key). */
export interface Wrap {
  readonly keyId: Bytes;
  readonly wrap: Bytes;
}

/** The info of a wrap: `"vigia wrap v1" ‖ 0 ‖ kind ‖ ref`, of the parent where the key is shared. */
export function wrapInfo(kind: number, ref: Uint8Array): Bytes {
  return boundTo("vigia wrap v1", kind, ref);
}

/** The AAD of an index wrap. */
export function indexWrapAad(kind: number, ref: Uint8Array): Bytes {
  return boundTo("vigia index wrap v1", kind, ref);
}

function boundTo(label: string, kind: number, ref: Uint8Array): Bytes {
  if (ref.length !== 16) throw new Refused("a ref has 16 bytes");
  return concat(utf8Encode(label), Uint8Array.of(0, kind), ref);
}

export interface WrapSealInput {
  /** The recipient's X-Wing public key, 1216 bytes. */
  readonly publicKey: Uint8Array;
  /** The content key, 32 bytes, that this sealer drew. */
  readonly ck: Uint8Array;
  readonly kind: Kind;
  readonly ref: Uint8Array;
}

/** @throws Refused for a kind that has no wrap of this sort, and for what is no public key */
export function wrapSeal({ publicKey, ck, kind, ref }: WrapSealInput): Wrap {
  if (CHILD_KINDS.has(kind) || kind === Kind.indexRow || kind === Kind.epochSeed) {
    throw new Refused("files go by their parent's wrap; index rows and epoch seeds have their own sort");
  }
  return wrapTo(publicKey, ck, kind, ref);
}

function wrapTo(publicKey: Uint8Array, ck: Uint8Array, kind: Kind, ref: Uint8Array): Wrap {
  if (ck.length !== 32) throw new Refused("only 32 bytes are wrapped");
  return { keyId: keyId(publicKey), wrap: hpkeSeal({ publicKey, info: wrapInfo(kind, ref), plaintext: ck }) };
}

export interface IndexWrapSealInput {
  /** `indexKey(epoch seed)`, 32 bytes. */
  readonly indexKey: Uint8Array;
  readonly ck: Uint8Array;
  readonly ref: Uint8Array;
  readonly kind?: Kind;
}

/** Wraps the key of a list's row under the epoch's index key: `nonce(24) ‖ ciphertext`, 72 bytes. */
export function indexWrapSeal({ indexKey, ck, ref, kind = Kind.indexRow }: IndexWrapSealInput): Bytes {
  if (kind !== Kind.indexRow || ck.length !== 32 || indexKey.length !== 32) throw new Refused("index wrap input");
  const nonce = randomBytes(24);
  return concat(nonce, xchacha20poly1305(indexKey, nonce, indexWrapAad(kind, ref)).encrypt(ck));
}

export interface EpochSeedWrapInput {
  readonly publicKey: Uint8Array;
  /** The epoch's X-Wing seed, 32 bytes. */
  readonly seed: Uint8Array;
  readonly epochId: Uint8Array;
}

/** Gives an epoch's seed to a colleague's vault key or to the worker's key. */
export function epochSeedWrap({ publicKey, seed, epochId }: EpochSeedWrapInput): Wrap {
  return wrapTo(publicKey, seed, Kind.epochSeed, epochId);
}
