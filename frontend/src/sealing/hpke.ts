/**
 * HPKE (RFC 9180), base mode, single shot: KEM X-Wing (0x647a, draft-connolly-cfrg-xwing-kem), KDF
 * HKDF-SHA256 (0x0001), AEAD ChaCha20-Poly1305 (0x0003), empty AAD. The output is `enc(1120) ‖ ct`.
 */
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { ml_kem768_x25519 as xwing } from "@noble/post-quantum/hybrid.js";
import { type Bytes, concat, copyOf, wipe } from "./bytes";
import { utf8Encode } from "./encoding";
import { Damaged, Refused } from "./errors";
import { XWING_PUBLIC_BYTES } from "./keys";

export const ENC_BYTES = 1120;
const TAG_BYTES = 16;
const BASE_MODE = Uint8Array.of(0);
const EMPTY = new Uint8Array(0);
const VERSION_LABEL = utf8Encode("HPKE-v1");
const SUITE_ID = concat(utf8Encode("HPKE"), Uint8Array.of(0x64, 0x7a, 0x00, 0x01, 0x00, 0x03));

function labeledExtract(salt: Uint8Array, label: string, input: Uint8Array): Uint8Array {
  return extract(sha256, concat(VERSION_LABEL, SUITE_ID, utf8Encode(label), input), salt);
}

function labeledExpand(secret: Uint8Array, label: string, info: Uint8Array, length: number): Uint8Array {
  return expand(sha256, secret, concat(Uint8Array.of(0, length), VERSION_LABEL, SUITE_ID, utf8Encode(label), info), length);
}

/** Key schedule of RFC 9180, section 5.1, for base mode; sequence number 0 makes the base nonce the nonce. */
function cipherOf(sharedSecret: Uint8Array, info: Uint8Array): ReturnType<typeof chacha20poly1305> {
  const context = concat(
    BASE_MODE,
    labeledExtract(EMPTY, "psk_id_hash", EMPTY),
    labeledExtract(EMPTY, "info_hash", info),
  );
  const secret = labeledExtract(sharedSecret, "secret", EMPTY);
  return chacha20poly1305(
    labeledExpand(secret, "key", context, 32),
    labeledExpand(secret, "base_nonce", context, 12),
  );
}

export interface HpkeSealInput {
  readonly publicKey: Uint8Array;
  readonly info: Uint8Array;
  readonly plaintext: Uint8Array;
}

/** @returns `enc(1120) ‖ ciphertext ‖ tag(16)` */
export function hpkeSeal({ publicKey, info, plaintext }: HpkeSealInput): Bytes {
  if (publicKey.length !== XWING_PUBLIC_BYTES) throw new Refused("X-Wing public key");
  let encapsulated: { cipherText: Uint8Array; sharedSecret: Uint8Array };
  try {
    encapsulated = xwing.encapsulate(publicKey);
  } catch {
    throw new Refused("X-Wing public key");
  }
  const sealed = concat(encapsulated.cipherText, cipherOf(encapsulated.sharedSecret, info).encrypt(plaintext));
  wipe(encapsulated.sharedSecret);
  return sealed;
}

export interface HpkeOpenInput {
  readonly seed: Uint8Array;
  readonly info: Uint8Array;
  readonly sealed: Uint8Array;
}

/** @throws Damaged on a wrong key, a wrong info or any change: the three cannot be told apart */
export function hpkeOpen({ seed, info, sealed }: HpkeOpenInput): Bytes {
  if (seed.length !== 32) throw new Refused("an X-Wing seed has 32 bytes");
  if (sealed.length < ENC_BYTES + TAG_BYTES) throw new Damaged("wrap length");
  try {
    const sharedSecret = xwing.decapsulate(sealed.subarray(0, ENC_BYTES), seed);
    return copyOf(cipherOf(sharedSecret, info).decrypt(sealed.subarray(ENC_BYTES)));
  } catch {
    throw new Damaged("wrap");
  }
}
