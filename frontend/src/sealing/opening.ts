/** Opening wraps and envelopes. Nothing is handed on before the last chunk verified. */
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { type Bytes, concat, copyOf, equalBytes } from "./bytes";
import { aesChunks, chunkSpans, SEALED_CHUNK_BYTES, TAG_BYTES, xchachaOpen } from "./chunks";
import { type JsonObject, parseObject } from "./encoding";
import { Damaged, NotForThisKey, Refused } from "./errors";
import { type Header, HEADER_BYTES, headerKey, headerRead } from "./header";
import { hpkeOpen } from "./hpke";
import { epochSeedCheck, type SealKey } from "./keys";
import { FILE_KINDS, Kind, Suite } from "./kinds";
import { unpadFile, unpadJson } from "./padding";
import { INDEX_WRAP_BYTES, indexWrapAad, WRAP_BYTES, wrapInfo } from "./wraps";

export interface WrapOpenInput {
  readonly key: SealKey;
  /** The key id that the row carries, 16 bytes. */
  readonly keyIdOfRow: Uint8Array;
  readonly wrap: Uint8Array;
  /** Kind and ref of the envelope, of the parent where the key is shared. */
  readonly kind: Kind;
  readonly ref: Uint8Array;
}

/**
 * The content key of a wrap, 32 bytes.
 * @throws NotForThisKey by the key id alone; Damaged on any failure after that
 */
export function wrapOpen({ key, keyIdOfRow, wrap, kind, ref }: WrapOpenInput): Bytes {
  if (kind === Kind.epochSeed) throw new Refused("epoch seeds have their own function, which checks them");
  return unwrap({ key, keyIdOfRow, wrap, kind, ref });
}

function unwrap({ key, keyIdOfRow, wrap, kind, ref }: WrapOpenInput): Bytes {
  if (!equalBytes(keyIdOfRow, key.keyId)) throw new NotForThisKey("wrap");
  if (wrap.length !== WRAP_BYTES) throw new Damaged("wrap length");
  const opened = hpkeOpen({ seed: key.seed, info: wrapInfo(kind, ref), sealed: wrap });
  if (opened.length !== 32) throw new Damaged("wrap length");
  return opened;
}

export interface IndexWrapOpenInput {
  readonly indexKey: Uint8Array;
  readonly wrap: Uint8Array;
  readonly ref: Uint8Array;
  readonly kind?: Kind;
}

/** @throws Damaged */
export function indexWrapOpen({ indexKey, wrap, ref, kind = Kind.indexRow }: IndexWrapOpenInput): Bytes {
  if (wrap.length !== INDEX_WRAP_BYTES || indexKey.length !== 32) throw new Damaged("index wrap length");
  try {
    const cipher = xchacha20poly1305(indexKey, wrap.subarray(0, 24), indexWrapAad(kind, ref));
    return copyOf(cipher.decrypt(wrap.subarray(24)));
  } catch {
    throw new Damaged("index wrap");
  }
}

export interface EpochSeedOpenInput {
  readonly key: SealKey;
  readonly keyIdOfRow: Uint8Array;
  readonly wrap: Uint8Array;
  readonly epochId: Uint8Array;
  /** The epoch's public key in the verified directory, 1216 bytes. */
  readonly epochPublic: Uint8Array;
}

/**
 * The epoch's key pair.
 * @throws NotForThisKey, Damaged; Refused where the seed is not that of the directory's public key
 */
export function epochSeedOpen({ key, keyIdOfRow, wrap, epochId, epochPublic }: EpochSeedOpenInput): SealKey {
  return epochSeedCheck(unwrap({ key, keyIdOfRow, wrap, kind: Kind.epochSeed, ref: epochId }), epochPublic);
}

export interface EnvelopeOpenInput {
  readonly ck: Uint8Array;
  readonly envelope: Uint8Array;
  /** Kind and ref that the envelope must have. */
  readonly kind: Kind;
  readonly ref: Uint8Array;
}

export interface OpenedJson {
  readonly value: JsonObject;
  /** The bytes as received: hash and verify these, never a new writing. */
  readonly content: Bytes;
}

function openHeader({ ck, envelope, kind, ref }: EnvelopeOpenInput): { header: Header; key: Bytes; body: Uint8Array } {
  const header = headerRead(envelope);
  if (header.kind !== kind) throw new Damaged("another kind");
  if (!equalBytes(header.ref, ref)) throw new Damaged("another ref");
  const body = envelope.subarray(HEADER_BYTES);
  const key = headerKey(header, ck);
  if (body.length <= TAG_BYTES || (body.length - 1) % SEALED_CHUNK_BYTES < TAG_BYTES) throw new Damaged("chunk is short");
  return { header, key, body };
}

function openXchacha(header: Header, key: Bytes, body: Uint8Array): Bytes {
  const parts: Bytes[] = [];
  for (const { start, end, last } of chunkSpans(body.length, SEALED_CHUNK_BYTES)) {
    parts.push(xchachaOpen(key, header, parts.length, last, body.subarray(start, end)));
  }
  return concat(...parts);
}

/** @throws Damaged, UnknownVersion; Refused for a kind that holds a file */
export function jsonOpen(input: EnvelopeOpenInput): OpenedJson {
  if (FILE_KINDS.has(input.kind)) throw new Refused("this kind holds a file");
  const { header, key, body } = openHeader(input);
  if (header.suite !== Suite.xchacha) throw new Damaged("JSON is sealed under suite 1");
  const content = unpadJson(header.kind, openXchacha(header, key, body));
  return { value: parseObject(content), content };
}

/** The bytes of a file. @throws Damaged, UnknownVersion; Refused for a kind that holds JSON */
export async function fileOpen(input: EnvelopeOpenInput): Promise<Bytes> {
  if (!FILE_KINDS.has(input.kind)) throw new Refused("this kind holds JSON");
  const { header, key, body } = openHeader(input);
  if (header.suite === Suite.xchacha) return unpadFile(openXchacha(header, key, body));
  const aes = await aesChunks(key, header);
  const parts: Bytes[] = [];
  for (const { start, end, last } of chunkSpans(body.length, SEALED_CHUNK_BYTES)) {
    parts.push(await aes.open(parts.length, last, body.subarray(start, end)));
  }
  return unpadFile(concat(...parts));
}
