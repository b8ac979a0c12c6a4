/** Byte arrays that own an ordinary buffer, as WebCrypto and `Blob` want them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** One new array that holds all parts in their order. */
export function concat(...parts: readonly Uint8Array[]): Bytes {
  let length = 0;
  for (const part of parts) length += part.length;
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** A copy whose buffer nobody else holds. */
export function copyOf(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}

/** Four bytes, big-endian, of an integer from 0 to 2^32 - 1. */
export function u32be(value: number): Bytes {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value);
  return out;
}

/** Eight bytes, big-endian, of an integer from 0 to 2^53 - 1. */
export function u64be(value: number): Bytes {
  const out = new Uint8Array(8);
  const view = new DataView(out.buffer);
  view.setUint32(0, Math.floor(value / 0x1_0000_0000));
  view.setUint32(4, value % 0x1_0000_0000);
  return out;
}

/** The integer in four big-endian bytes at `at`. */
export function readU32be(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at);
}

/** The integer in eight big-endian bytes at `at`; values past 2^53 come back inexact, and larger than 2^53 - 1. */
export function readU64be(bytes: Uint8Array, at: number): number {
  return readU32be(bytes, at) * 0x1_0000_0000 + readU32be(bytes, at + 4);
}

/**
 * Whether both hold the same bytes, in a time that depends on the length alone: commitments, MACs
 * and hashes are compared with this, so that a wrong guess tells nothing about how wrong it was.
 */
export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let i = 0; i < one.length; i += 1) difference |= (one[i] ?? 0) ^ (other[i] ?? 0);
  return difference === 0;
}

/** Whether all bytes from `start` to the end are zero, in a time that depends on the length alone. */
export function zerosFrom(bytes: Uint8Array, start: number, end: number): boolean {
  let seen = 0;
  for (let i = start; i < end; i += 1) seen |= bytes[i] ?? 1;
  return seen === 0;
}

/** `length` bytes of the system's CSPRNG. */
export function randomBytes(length: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** Overwrites secrets that are no longer needed; the engine may hold copies all the same. */
export function wipe(...secrets: readonly Uint8Array[]): void {
  for (const secret of secrets) secret.fill(0);
}
