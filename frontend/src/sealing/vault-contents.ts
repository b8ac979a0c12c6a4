/** What a vault holds, as bytes, and the blob that lets an unlocked tab survive a reload. */
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { type Bytes, concat, copyOf, randomBytes, readU32be, u32be } from "./bytes";
import { utf8Encode } from "./encoding";
import { Damaged, Refused, UnknownVersion } from "./errors";

const CONTENTS_BYTES = 168;
/** version(1) ‖ salt(16) ‖ u32be passes ‖ u32be KiB. */
export const PARAMS_BYTES = 25;
export const VAULT_VERSION = 1;
const NONCE_BYTES = 24;
const TAG_BYTES = 16;

export interface VaultContents {
  /** X-Wing seed, 32 bytes. */
  readonly sealSeed: Bytes;
  /** Ed25519 seed, 32 bytes. */
  readonly signSeed: Bytes;
  /** The organisation's root public key, 32 bytes, pinned. */
  readonly root: Bytes;
  /** Highest directories seen: serial (0 for none yet) and SHA-256. */
  readonly deskSerial: number;
  readonly deskHash: Bytes;
  readonly publicSerial: number;
  readonly publicHash: Bytes;
}

/** An open vault: what it held, and what seals it again without asking for the passphrase. */
export interface UnlockedVault {
  readonly contents: VaultContents;
  /** Argon2id's output, 32 bytes. */
  readonly derivedKey: Bytes;
  /** The 25 bytes that say how it was derived. */
  readonly params: Bytes;
}

export function contentsPack(contents: VaultContents): Bytes {
  const packed = concat(
    contents.sealSeed,
    contents.signSeed,
    contents.root,
    u32be(contents.deskSerial),
    contents.deskHash,
    u32be(contents.publicSerial),
    contents.publicHash,
  );
  if (packed.length !== CONTENTS_BYTES) throw new Refused("vault contents");
  return packed;
}

export function contentsUnpack(bytes: Uint8Array): VaultContents {
  if (bytes.length !== CONTENTS_BYTES) throw new Damaged("vault contents");
  const part = (start: number, end: number): Bytes => copyOf(bytes.subarray(start, end));
  return {
    sealSeed: part(0, 32),
    signSeed: part(32, 64),
    root: part(64, 96),
    deskSerial: readU32be(bytes, 96),
    deskHash: part(100, 132),
    publicSerial: readU32be(bytes, 132),
    publicHash: part(136, 168),
  };
}

/** `nonce(24) ‖ XChaCha20-Poly1305`. */
export function boxSeal(key: Uint8Array, plaintext: Uint8Array, aad: (nonce: Bytes) => Bytes): Bytes {
  const nonce = randomBytes(NONCE_BYTES);
  return concat(nonce, xchacha20poly1305(key, nonce, aad(nonce)).encrypt(plaintext));
}

/** @throws Damaged */
export function boxOpen(key: Uint8Array, box: Uint8Array, length: number, aad: (nonce: Bytes) => Bytes): Bytes {
  if (key.length !== 32 || box.length !== NONCE_BYTES + length + TAG_BYTES) throw new Damaged("box length");
  const nonce = copyOf(box.subarray(0, NONCE_BYTES));
  try {
    return copyOf(xchacha20poly1305(key, nonce, aad(nonce)).decrypt(box.subarray(NONCE_BYTES)));
  } catch {
    throw new Damaged("box");
  }
}

export interface SessionSealInput {
  /** Drawn by the server at each unlock and kept there for this session only, 32 bytes. */
  readonly halfKey: Uint8Array;
  /** User and session id, 16 bytes each. */
  readonly user: Uint8Array;
  readonly session: Uint8Array;
  readonly unlocked: UnlockedVault;
}

export interface SessionOpenInput extends Omit<SessionSealInput, "unlocked"> {
  readonly blob: Uint8Array;
}

function sessionAad(user: Uint8Array, session: Uint8Array): Bytes {
  if (user.length !== 16 || session.length !== 16) throw new Refused("session ids");
  return concat(utf8Encode("vigia session v1"), Uint8Array.of(0), user, session);
}

/** The blob that the tab keeps. */
export function sessionSeal({ halfKey, user, session, unlocked }: SessionSealInput): Bytes {
  const plaintext = concat(contentsPack(unlocked.contents), unlocked.derivedKey, unlocked.params);
  return boxSeal(halfKey, plaintext, () => sessionAad(user, session));
}

/** @throws Damaged where blob, half-key, user or session do not belong together; UnknownVersion */
export function sessionOpen({ halfKey, user, session, blob }: SessionOpenInput): UnlockedVault {
  const aad = sessionAad(user, session);
  const bytes = boxOpen(halfKey, blob, CONTENTS_BYTES + 32 + PARAMS_BYTES, () => aad);
  const params = bytes.slice(CONTENTS_BYTES + 32);
  if (params[0] !== VAULT_VERSION) throw new UnknownVersion("vault");
  return {
    contents: contentsUnpack(bytes.subarray(0, CONTENTS_BYTES)),
    derivedKey: bytes.slice(CONTENTS_BYTES, CONTENTS_BYTES + 32),
    params,
  };
}

export { CONTENTS_BYTES };
