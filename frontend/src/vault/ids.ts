/** Ids between the API, which writes UUIDs with hyphens, and sealed JSON, which holds 32 digits. */
import { newRef, refBytes, refHex } from "../sealing/encoding";

/** `01234567-89ab-…` of 16 bytes. */
export function uuidOf(ref: Uint8Array): string {
  const hex = refHex(ref);
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** 32 digits of a UUID in either writing. */
export function hexOf(uuid: string): string {
  return refHex(refBytes(uuid));
}

/** A UUID with hyphens of either writing. */
export function uuidFrom(text: string): string {
  return uuidOf(refBytes(text));
}

/** A new UUID as the API writes it. */
export function newUuid(): string {
  return uuidOf(newRef());
}
