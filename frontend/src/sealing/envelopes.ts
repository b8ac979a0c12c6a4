/** Sealing JSON and files into envelopes. */
import { type Bytes, concat, copyOf, randomBytes } from "./bytes";
import { type AesChunks, aesChunks, CHUNK_BYTES, chunkSpans, xchachaSeal } from "./chunks";
import { canonicalJson, type JsonValue, newRef } from "./encoding";
import { Refused } from "./errors";
import { type Header, headerBuild, headerKey, PREFIX_BYTES } from "./header";
import { CHILD_KINDS, FILE_KINDS, Kind, PARENT_KINDS, Suite } from "./kinds";
import { filePadding, padJson } from "./padding";

/** What a sealer holds after sealing. `content` is what was sealed, before padding; makers sign over it. */
export interface Sealed {
  readonly kind: Kind;
  /** 16 bytes. */
  readonly ref: Bytes;
  /** The content key, 32 bytes: wrap it, then forget it. */
  readonly ck: Bytes;
  readonly envelope: Bytes;
  readonly content: Bytes;
}

interface Fresh {
  /** Drawn anew if left out. */
  readonly ref?: Uint8Array;
  /**
   * The key of the parent, for what shares one (a tip's or message's files, safe copies). It must have
   * been drawn by this sealer: nothing is ever sealed under a key that was unwrapped. Drawn anew if left out.
   */
  readonly ck?: Uint8Array;
}

export interface JsonSealInput extends Fresh {
  readonly kind: Kind;
  readonly value: JsonValue;
}

function headerFor(kind: Kind, suite: Suite, fresh: Fresh): { header: Header; ck: Bytes; key: Bytes } {
  if (kind === Kind.epochSeed) throw new Refused("an epoch seed is wrapped, not enveloped");
  if (fresh.ck !== undefined && !PARENT_KINDS.has(kind) && !CHILD_KINDS.has(kind)) {
    throw new Refused("this kind never shares a content key");
  }
  const ck = fresh.ck === undefined ? randomBytes(32) : copyOf(fresh.ck);
  const ref = fresh.ref ?? newRef();
  const header = headerBuild({ suite, kind, ref, prefix: randomBytes(PREFIX_BYTES), ck });
  return { header, ck, key: headerKey(header, ck) };
}

/** Seals a value as canonical JSON under suite 1. */
export function jsonSeal({ kind, value, ...fresh }: JsonSealInput): Sealed {
  return contentSeal({ kind, content: canonicalJson(value), ...fresh });
}

export interface ContentSealInput extends Fresh {
  readonly kind: Kind;
  /** Bytes that `canonicalJson` wrote. */
  readonly content: Uint8Array;
}

/** The same for JSON bytes that exist already, because they were hashed or signed. */
export function contentSeal({ kind, content, ...fresh }: ContentSealInput): Sealed {
  if (FILE_KINDS.has(kind)) throw new Refused("this kind holds a file");
  const { header, ck, key } = headerFor(kind, Suite.xchacha, fresh);
  return { kind, ref: header.ref, ck, envelope: contentUnder(header, key, content), content: copyOf(content) };
}

/** The envelope of JSON bytes under a header that was built already; `contentSeal` draws one. */
export function contentUnder(header: Header, key: Bytes, content: Uint8Array): Bytes {
  const padded = padJson(header.kind, content);
  const parts: Bytes[] = [header.bytes];
  for (const { start, end, last } of chunkSpans(padded.length, CHUNK_BYTES)) {
    parts.push(xchachaSeal(key, header, parts.length - 1, last, padded.subarray(start, end)));
  }
  return concat(...parts);
}

export interface FileStreamInput extends Fresh {
  readonly kind: Kind;
  readonly suite: Suite;
  /** Length of the file in bytes. */
  readonly size: number;
  /** Hands over `length` bytes from `start`, such as a slice of a `Blob`. */
  readonly read: (start: number, length: number) => Promise<Uint8Array> | Uint8Array;
}

export interface FileStream {
  readonly kind: Kind;
  readonly ref: Bytes;
  readonly ck: Bytes;
  /** The envelope piece by piece: the header, then one piece a chunk. A retry starts a new stream. */
  readonly parts: AsyncGenerator<Bytes, void, void>;
}

/** Seals a file without holding the whole of it in memory. */
export function fileSealStream({ kind, suite, size, read, ...fresh }: FileStreamInput): FileStream {
  if (!FILE_KINDS.has(kind)) throw new Refused("this kind holds JSON");
  const { header, ck, key } = headerFor(kind, suite, fresh);
  return { kind, ref: header.ref, ck, parts: fileParts(header, key, size, read) };
}

/** The pieces of a file's envelope under a header that was built already; `fileSealStream` draws one. */
export async function* fileParts(
  header: Header,
  key: Bytes,
  size: number,
  read: FileStreamInput["read"],
): AsyncGenerator<Bytes, void, void> {
  const aes: AesChunks | null = header.suite === Suite.aes ? await aesChunks(key, header) : null;
  const padding = filePadding(size);
  yield header.bytes;
  let index = 0;
  for (const { start, end, last } of chunkSpans(size + padding.length, CHUNK_BYTES)) {
    const fromFile = Math.max(0, Math.min(end, size) - start);
    const piece = fromFile > 0 ? await read(start, fromFile) : new Uint8Array(0);
    if (piece.length !== fromFile) throw new Refused("the file changed while it was read");
    const plain = concat(piece, padding.subarray(Math.max(0, start - size), Math.max(0, end - size)));
    yield aes === null ? xchachaSeal(key, header, index, last, plain) : await aes.seal(index, last, plain);
    index += 1;
  }
}

export interface FileSealInput extends Fresh {
  readonly content: Uint8Array;
  readonly kind?: Kind;
  /** Suite 2 unless told otherwise: what a browser seals. */
  readonly suite?: Suite;
}

/** Seals a file that is in memory already. */
export async function fileSeal({
  content,
  kind = Kind.file,
  suite = Suite.aes,
  ...fresh
}: FileSealInput): Promise<Sealed> {
  const held = copyOf(content);
  const stream = fileSealStream({
    kind,
    suite,
    size: held.length,
    read: (start, length) => held.subarray(start, start + length),
    ...fresh,
  });
  const parts: Bytes[] = [];
  for await (const part of stream.parts) parts.push(part);
  return { kind, ref: stream.ref, ck: stream.ck, envelope: concat(...parts), content: held };
}
