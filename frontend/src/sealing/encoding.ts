/** Strict text forms of bytes and values: one value has one writing, and every other writing is damaged. */
import { type Bytes, equalBytes, randomBytes } from "./bytes";
import { Damaged, Refused } from "./errors";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const HEX = /^(?:[0-9a-f]{2})*$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const KEY = /^[a-z0-9_]+$/;
/** With the `u` flag a paired surrogate is one character, so that this finds unpaired ones alone. */
const LONE_SURROGATE = /[\ud800-\udfff]/u;
/** Nothing of ours nests deeper; the limit keeps hostile input from exhausting the stack. */
export const JSON_DEPTH = 32;

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** base64url without padding. */
export function b64Encode(bytes: Uint8Array): string {
  let out = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      out += ALPHABET.charAt((held >> bits) & 63);
    }
    held &= (1 << bits) - 1;
  }
  return bits > 0 ? out + ALPHABET.charAt((held << (6 - bits)) & 63) : out;
}

/**
 * The bytes of canonical base64url.
 * @throws Damaged on padding, other characters, set trailing bits, or another length than `length`
 */
export function b64Decode(text: string, length?: number): Bytes {
  const rest = text.length % 4;
  if (rest === 1) throw new Damaged("base64url length");
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let at = 0;
  let held = 0;
  let bits = 0;
  for (let i = 0; i < text.length; i += 1) {
    const value = ALPHABET.indexOf(text.charAt(i));
    if (value < 0) throw new Damaged("base64url character");
    held = (held << 6) | value;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out[at] = held >> bits;
      at += 1;
      held &= (1 << bits) - 1;
    }
  }
  if (held !== 0) throw new Damaged("base64url trailing bits");
  if (length !== undefined && out.length !== length) throw new Damaged("base64url value of another length");
  return out;
}

/** Lower-case hexadecimal. */
export function hexEncode(bytes: Uint8Array): string {
  let out = "";
  for (const byte of bytes) out += byte.toString(16).padStart(2, "0");
  return out;
}

/** @throws Damaged on anything but lower-case hexadecimal of `length` bytes */
export function hexDecode(text: string, length?: number): Bytes {
  if (!HEX.test(text)) throw new Damaged("hexadecimal");
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; i += 1) out[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  if (length !== undefined && out.length !== length) throw new Damaged("hexadecimal value of another length");
  return out;
}

export function utf8Encode(text: string): Bytes {
  if (LONE_SURROGATE.test(text)) throw new Damaged("unpaired surrogate");
  return new TextEncoder().encode(text);
}

/** @throws Damaged on bytes that are not UTF-8 (a byte-order mark is kept as the character that it is) */
export function utf8Decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Damaged("UTF-8");
  }
}

/** Sixteen random bytes marked as a UUID of version 4: the `ref` that a sealer draws. */
export function newRef(): Bytes {
  const ref = randomBytes(16);
  ref[6] = ((ref[6] ?? 0) & 0x0f) | 0x40;
  ref[8] = ((ref[8] ?? 0) & 0x3f) | 0x80;
  return ref;
}

/** A ref as JSON holds it: 32 hexadecimal digits. */
export function refHex(ref: Uint8Array): string {
  if (ref.length !== 16) throw new Refused("a ref has 16 bytes");
  return hexEncode(ref);
}

/** The 16 bytes of a ref written as 32 hexadecimal digits or, as an API writes it, as a UUID with hyphens. */
export function refBytes(text: string): Bytes {
  return hexDecode(UUID.test(text) ? text.replace(/-/g, "") : text, 16);
}

function writeJson(value: unknown, depth: number): string {
  if (depth > JSON_DEPTH) throw new Damaged("JSON nests too deep");
  if (value === null || value === true || value === false) return String(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new Damaged("JSON number");
    return String(value);
  }
  if (typeof value === "string") {
    if (LONE_SURROGATE.test(value)) throw new Damaged("unpaired surrogate");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map((item: unknown) => writeJson(item, depth + 1)).join(",")}]`;
  }
  if (typeof value !== "object") throw new Damaged("JSON value");
  const fields = Object.entries(value as Record<string, unknown>).sort(([one], [other]) => (one < other ? -1 : 1));
  const written = fields.map(([key, item]) => {
    if (!KEY.test(key)) throw new Damaged("JSON key");
    return `"${key}":${writeJson(item, depth + 1)}`;
  });
  return `{${written.join(",")}}`;
}

/**
 * The one writing of a value: sorted keys, no spaces, UTF-8, integers below 2^53.
 * @throws Refused on floats, large integers, undefined, unpaired surrogates, or keys outside `[a-z0-9_]`
 */
export function canonicalJson(value: JsonValue): Bytes {
  try {
    return writeBytes(value);
  } catch {
    throw new Refused("a value that the format cannot hold");
  }
}

function writeBytes(value: JsonValue): Bytes {
  return utf8Encode(writeJson(value, 0));
}

/**
 * Reads JSON that must be in its one writing. Writing it again and comparing finds duplicate keys,
 * spaces, needless escapes and numbers in another form, all at once.
 * @throws Damaged
 */
export function parseJson(bytes: Uint8Array): JsonValue {
  let value: JsonValue;
  try {
    value = JSON.parse(utf8Decode(bytes)) as JsonValue;
  } catch {
    throw new Damaged("JSON");
  }
  if (!equalBytes(writeBytes(value), bytes)) throw new Damaged("JSON is not canonical");
  return value;
}

/** The same where the whole must be an object. @throws Damaged */
export function parseObject(bytes: Uint8Array): JsonObject {
  const value = parseJson(bytes);
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new Damaged("the JSON is no object");
  return value as JsonObject;
}
