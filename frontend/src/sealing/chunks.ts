/** STREAM over chunks of 64 KiB: position and end stand in the nonce, the header in the AAD. */
import { gcm } from "@noble/ciphers/aes.js";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { type Bytes, copyOf, u32be } from "./bytes";
import { Damaged } from "./errors";
import type { Header } from "./header";

export const CHUNK_BYTES = 65_536;
export const TAG_BYTES = 16;
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;

/** `prefix(19) ‖ u32be(i) ‖ last(1)`. */
function chunkNonce(header: Header, index: number, last: boolean): Bytes {
  const nonce = new Uint8Array(24);
  nonce.set(header.prefix);
  nonce.set(u32be(index), 19);
  nonce[23] = last ? 1 : 0;
  return nonce;
}

/** The positions of the sealed chunks in an envelope's body. */
export function* chunkSpans(length: number, size: number): Generator<{ start: number; end: number; last: boolean }> {
  for (let start = 0; start < length; start += size) {
    const end = Math.min(start + size, length);
    yield { start, end, last: end === length };
  }
}

/** Suite 1, one chunk. */
export function xchachaSeal(key: Uint8Array, header: Header, index: number, last: boolean, plain: Uint8Array): Bytes {
  return copyOf(xchacha20poly1305(key, chunkNonce(header, index, last), header.bytes).encrypt(plain));
}

/** @throws Damaged */
export function xchachaOpen(key: Uint8Array, header: Header, index: number, last: boolean, sealed: Uint8Array): Bytes {
  try {
    return copyOf(xchacha20poly1305(key, chunkNonce(header, index, last), header.bytes).decrypt(sealed));
  } catch {
    throw new Damaged("chunk");
  }
}

/** Suite 2: seals and opens one chunk after the other under one key. */
export interface AesChunks {
  seal(index: number, last: boolean, plain: Uint8Array): Promise<Bytes>;
  /** @throws Damaged */
  open(index: number, last: boolean, sealed: Uint8Array): Promise<Bytes>;
}

/** WebCrypto's AES where it exists (it does not in insecure contexts), else the same in plain JavaScript. */
export async function aesChunks(key: Bytes, header: Header): Promise<AesChunks> {
  // The types say that `subtle` always exists, which holds in secure contexts only.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  // Of the 24 bytes of a nonce GCM takes the last 12; K is new for every envelope.
  const nonceOf = (index: number, last: boolean): Bytes => chunkNonce(header, index, last).slice(12);
  if (subtle === undefined) return aesInScript(key, header, nonceOf);
  const imported = await subtle.importKey("raw", key, "AES-GCM", false, ["encrypt", "decrypt"]);
  const algorithm = (index: number, last: boolean): AesGcmParams => ({
    name: "AES-GCM",
    iv: nonceOf(index, last),
    additionalData: header.bytes,
    tagLength: 8 * TAG_BYTES,
  });
  return {
    async seal(index, last, plain) {
      return new Uint8Array(await subtle.encrypt(algorithm(index, last), imported, copyOf(plain)));
    },
    async open(index, last, sealed) {
      try {
        return new Uint8Array(await subtle.decrypt(algorithm(index, last), imported, copyOf(sealed)));
      } catch {
        throw new Damaged("chunk");
      }
    },
  };
}

function aesInScript(key: Bytes, header: Header, nonceOf: (index: number, last: boolean) => Bytes): AesChunks {
  return {
    seal(index, last, plain) {
      return Promise.resolve(copyOf(gcm(key, nonceOf(index, last), header.bytes).encrypt(plain)));
    },
    open(index, last, sealed) {
      try {
        return Promise.resolve(copyOf(gcm(key, nonceOf(index, last), header.bytes).decrypt(sealed)));
      } catch {
        return Promise.reject(new Damaged("chunk"));
      }
    },
  };
}
