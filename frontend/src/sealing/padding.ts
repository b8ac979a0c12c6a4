/** Padding, so that sizes tell little: Padmé leaves at most a few per cent above 512 bytes. */
import { type Bytes, concat, readU32be, readU64be, u32be, u64be, zerosFrom } from "./bytes";
import { Damaged, Refused } from "./errors";
import { Kind } from "./kinds";

/** JSON of ordinary kinds is never shorter than this; rows of lists are small and many. */
const JSON_FLOOR = 4096;
const ROW_FLOOR = 512;

/**
 * The padded size of `length` bytes. Padmé: Nikitin et al., "Reducing Metadata Leakage from
 * Encrypted Files and Communication with PURBs", PoPETs 2019, algorithm 1. Works on integers up to
 * 2^53 without 32-bit operators.
 */
export function padme(length: number): number {
  if (!Number.isSafeInteger(length) || length < 0) throw new Refused("length");
  if (length < 2) return length;
  const exponent = bitLength(length) - 1;
  const mantissaBits = bitLength(exponent);
  const step = 2 ** Math.max(0, exponent - mantissaBits);
  return Math.ceil(length / step) * step;
}

function bitLength(value: number): number {
  return value.toString(2).length;
}

/** The whole padded size of a JSON plaintext of `length` bytes. */
export function jsonPaddedSize(kind: number, length: number): number {
  return padme(Math.max(kind === Kind.indexRow ? ROW_FLOOR : JSON_FLOOR, 4 + length));
}

/** The whole padded size of a file of `length` bytes. */
export function filePaddedSize(length: number): number {
  return padme(length + 8);
}

/** `u32be(length) ‖ JSON ‖ zeros`. */
export function padJson(kind: number, content: Uint8Array): Bytes {
  const out = new Uint8Array(jsonPaddedSize(kind, content.length));
  out.set(u32be(content.length));
  out.set(content, 4);
  return out;
}

/** @throws Damaged unless the padding is exactly what `padJson` writes */
export function unpadJson(kind: number, padded: Uint8Array): Bytes {
  if (padded.length < 4) throw new Damaged("padding");
  const length = readU32be(padded, 0);
  if (4 + length > padded.length || jsonPaddedSize(kind, length) !== padded.length) throw new Damaged("padding");
  if (!zerosFrom(padded, 4 + length, padded.length)) throw new Damaged("padding");
  return padded.slice(4, 4 + length);
}

/** What follows a file's bytes: `zeros ‖ u64be(length)`. */
export function filePadding(length: number): Bytes {
  return concat(new Uint8Array(filePaddedSize(length) - length - 8), u64be(length));
}

/** @throws Damaged unless the padding is exactly what `filePadding` writes */
export function unpadFile(padded: Uint8Array): Bytes {
  if (padded.length < 8) throw new Damaged("padding");
  const length = readU64be(padded, padded.length - 8);
  if (!Number.isSafeInteger(length) || length + 8 > padded.length || filePaddedSize(length) !== padded.length) {
    throw new Damaged("padding");
  }
  if (!zerosFrom(padded, length, padded.length - 8)) throw new Damaged("padding");
  return padded.slice(0, length);
}
