/** The 74 bytes before the chunks: what is sealed, under which suite, and a commitment to the key. */
import { type Bytes, concat, equalBytes } from "./bytes";
import { utf8Encode } from "./encoding";
import { Damaged, Refused, UnknownVersion } from "./errors";
import { blake2b256 } from "./hashing";
import { isKind, type Kind, Suite } from "./kinds";

export const HEADER_BYTES = 74;
export const PREFIX_BYTES = 19;
const COMMITTED_BYTES = 42;
const VERSION_BITS = 0x10;
const MAGIC = utf8Encode("VIGIA");

export interface Header {
  readonly suite: Suite;
  readonly kind: Kind;
  readonly ref: Bytes;
  readonly prefix: Bytes;
  /** All 74 bytes. */
  readonly bytes: Bytes;
}

export interface HeaderInput {
  readonly suite: Suite;
  readonly kind: Kind;
  readonly ref: Uint8Array;
  readonly prefix: Uint8Array;
  readonly ck: Uint8Array;
}

export function headerBuild({ suite, kind, ref, prefix, ck }: HeaderInput): Header {
  if (ref.length !== 16 || prefix.length !== PREFIX_BYTES || ck.length !== 32) throw new Refused("header input");
  const committed = concat(MAGIC, Uint8Array.of(VERSION_BITS | suite, kind), ref, prefix);
  const bytes = concat(committed, blake2b256({ key: ck, person: "vigia-commit-1", data: committed }));
  return { suite, kind, ref: bytes.slice(7, 23), prefix: bytes.slice(23, 42), bytes };
}

/**
 * What an envelope says of itself; nothing of it is believed before `headerKey` compared the commitment.
 * @throws Damaged, UnknownVersion
 */
export function headerRead(envelope: Uint8Array): Header {
  if (envelope.length < 6 || !equalBytes(envelope.subarray(0, 5), MAGIC)) throw new Damaged("not an envelope");
  const version = envelope[5] ?? 0;
  if (version !== (VERSION_BITS | Suite.xchacha) && version !== (VERSION_BITS | Suite.aes)) {
    throw new UnknownVersion("envelope");
  }
  if (envelope.length < HEADER_BYTES) throw new Damaged("header is cut");
  const kind = envelope[6] ?? 0;
  if (!isKind(kind)) throw new Damaged("kind");
  const bytes = envelope.slice(0, HEADER_BYTES);
  const suite = version === (VERSION_BITS | Suite.aes) ? Suite.aes : Suite.xchacha;
  return { suite, kind, ref: bytes.slice(7, 23), prefix: bytes.slice(23, 42), bytes };
}

/**
 * The key of the chunks, after the commitment was compared: so no envelope opens under two content keys.
 * @throws Damaged
 */
export function headerKey(header: Header, ck: Uint8Array): Bytes {
  if (ck.length !== 32) throw new Refused("a content key has 32 bytes");
  const committed = header.bytes.subarray(0, COMMITTED_BYTES);
  const commitment = blake2b256({ key: ck, person: "vigia-commit-1", data: committed });
  if (!equalBytes(commitment, header.bytes.subarray(COMMITTED_BYTES))) throw new Damaged("commitment");
  return blake2b256({ key: ck, person: "vigia-envelope1", data: committed });
}
