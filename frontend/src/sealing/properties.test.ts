/** Properties that hold for all inputs: what is sealed opens again, and any flipped byte fails. */
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { concat } from "./bytes";
import { CHUNK_BYTES } from "./chunks";
import { b64Decode, b64Encode, canonicalJson, hexDecode, hexEncode, type JsonObject, parseJson } from "./encoding";
import { fileSeal, fileSealStream, jsonSeal } from "./envelopes";
import { Damaged, SealingError } from "./errors";
import { signGenerate, xwingGenerate } from "./keys";
import { Direction, Kind, Suite } from "./kinds";
import { makerSign, makerVerify } from "./makers";
import { messageCheck, messageValue } from "./messages";
import { fileOpen, indexWrapOpen, jsonOpen, wrapOpen } from "./opening";
import { filePaddedSize, jsonPaddedSize, padme } from "./padding";
import { indexWrapSeal, wrapSeal } from "./wraps";

const key = fc.stringMatching(/^[a-z0-9_]{1,8}$/);
const text = fc.string({ unit: "grapheme" });
const leaf = fc.oneof(fc.maxSafeInteger(), text, fc.boolean(), fc.constant(null));
const { value } = fc.letrec<{ value: JsonObject; item: unknown }>((tie) => ({
  item: fc.oneof({ depthSize: "small" }, leaf, fc.array(tie("item"), { maxLength: 4 }), tie("value")),
  value: fc.dictionary(key, tie("item"), { maxKeys: 5, noNullPrototype: true }) as fc.Arbitrary<JsonObject>,
}));
const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });

function flip(data: Uint8Array, at: number, bit: number): Uint8Array {
  const changed = data.slice();
  changed[at] = (changed[at] ?? 0) ^ (1 << bit);
  return changed;
}

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("encodings", () => {
  it("read back what they wrote, and have one writing for it", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (data) => {
        expect(b64Decode(b64Encode(data))).toEqual(data);
        expect(b64Encode(data)).toBe(Buffer.from(data).toString("base64url"));
        expect(hexDecode(hexEncode(data))).toEqual(data);
      }),
    );
    fc.assert(
      fc.property(value, (given) => {
        const written = canonicalJson(given);
        expect(canonicalJson(parseJson(written))).toEqual(written);
        expect(parseJson(written)).toEqual(JSON.parse(JSON.stringify(given)));
      }),
    );
  });

  it("refuse base64url of any text that they would not write", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (given) => {
        let decoded: Uint8Array;
        try {
          decoded = b64Decode(given);
        } catch (error) {
          expect(error).toBeInstanceOf(Damaged);
          return;
        }
        expect(b64Encode(decoded)).toBe(given);
      }),
    );
  });
});

describe("padding", () => {
  it("never shrinks, adds at most an eighth, and is its own padding", () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 31 - 1 }), (length) => {
        const padded = padme(length);
        expect(padded).toBeGreaterThanOrEqual(length);
        expect(padded).toBeLessThanOrEqual(length * 1.12 + 1);
        expect(padme(padded)).toBe(padded);
        expect(filePaddedSize(length)).toBeGreaterThanOrEqual(length + 8);
        expect(jsonPaddedSize(Kind.tip, length)).toBeGreaterThanOrEqual(4096);
      }),
    );
  });
});

describe("envelopes", () => {
  it("of JSON open to what was sealed", () => {
    fc.assert(
      fc.property(value, (given) => {
        const { ck, envelope, ref, content } = jsonSeal({ kind: Kind.caseContent, value: given });
        const opened = jsonOpen({ ck, envelope, kind: Kind.caseContent, ref });
        expect(opened.content).toEqual(content);
        expect(opened.value).toEqual(JSON.parse(JSON.stringify(given)));
      }),
    );
  });

  it("of JSON fail with any bit flipped, cut anywhere, or with any byte after them", () => {
    const { ck, envelope, ref } = jsonSeal({ kind: Kind.tip, value: { v: 1, text: "x".repeat(200) } });
    const opening = (changed: Uint8Array) => () => jsonOpen({ ck, envelope: changed, kind: Kind.tip, ref });
    fc.assert(
      fc.property(fc.nat({ max: envelope.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
        expect(opening(flip(envelope, at, bit))).toThrow(SealingError);
        expect(opening(envelope.slice(0, at))).toThrow(SealingError);
        expect(opening(concat(envelope, Uint8Array.of(at & 255)))).toThrow(SealingError);
      }),
      { numRuns: 300 },
    );
  });

  const sizes = [0, 1, CHUNK_BYTES - 9, CHUNK_BYTES - 8, CHUNK_BYTES - 7, CHUNK_BYTES, 2 * CHUNK_BYTES, 300_000];

  it.each([Suite.xchacha, Suite.aes])("of files open to what was sealed, suite %i", async (suite) => {
    for (const size of sizes) {
      const content = new Uint8Array(size).map((_, at) => at % 253);
      const { ck, envelope, ref } = await fileSeal({ content, suite });
      expect(await fileOpen({ ck, envelope, kind: Kind.file, ref })).toEqual(content);
    }
  });

  it.each([Suite.xchacha, Suite.aes])("of files fail with any bit flipped, suite %i", async (suite) => {
    const { ck, envelope, ref } = await fileSeal({ content: new Uint8Array(70_000).fill(7), suite });
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: envelope.length - 1 }), fc.nat({ max: 7 }), async (at, bit) => {
        const opened = fileOpen({ ck, envelope: flip(envelope, at, bit), kind: Kind.file, ref });
        await expect(opened).rejects.toBeInstanceOf(SealingError);
      }),
      { numRuns: 60 },
    );
  });

  it("of suite 2 are the same with and without WebCrypto's AES", async () => {
    const content = new Uint8Array(70_000).fill(9);
    const native = await fileSeal({ content });
    const system = crypto;
    vi.stubGlobal("crypto", { getRandomValues: (into: Uint8Array<ArrayBuffer>) => system.getRandomValues(into) });
    expect(await fileOpen({ ...native, kind: Kind.file })).toEqual(content);
    await expect(fileOpen({ ...native, envelope: flip(native.envelope, 500, 0), kind: Kind.file })).rejects.toThrow(Damaged);
    const scripted = await fileSeal({ content });
    vi.unstubAllGlobals();
    expect(await fileOpen({ ...scripted, kind: Kind.file })).toEqual(content);
  });

  it("of one file draw new keys, refs and nonces each time", async () => {
    const content = Uint8Array.of(1, 2, 3);
    const ck = new Uint8Array(32).fill(1);
    const ref = new Uint8Array(16).fill(2);
    const one = await fileSeal({ content, ck, ref });
    const other = await fileSeal({ content, ck, ref });
    expect(one.envelope).not.toEqual(other.envelope);
    expect((await fileSeal({ content })).ck).not.toEqual((await fileSeal({ content })).ck);
  });

  it("of a stream ask only for bytes that the file has", async () => {
    const content = new Uint8Array(200_000).fill(5);
    const asked: [number, number][] = [];
    const read = (start: number, length: number): Uint8Array => {
      asked.push([start, length]);
      return content.subarray(start, start + length);
    };
    const stream = fileSealStream({ kind: Kind.file, suite: Suite.aes, size: content.length, read });
    const parts = [];
    for await (const part of stream.parts) parts.push(part);
    expect(asked.every(([start, length]) => length > 0 && start + length <= content.length)).toBe(true);
    const opened = await fileOpen({ ck: stream.ck, envelope: concat(...parts), kind: Kind.file, ref: stream.ref });
    expect(opened).toEqual(content);
  });

  it("of a file that shrinks while it is read are not finished", async () => {
    const stream = fileSealStream({ kind: Kind.file, suite: Suite.aes, size: 100, read: () => new Uint8Array(99) });
    const drain = async (): Promise<void> => {
      for await (const part of stream.parts) expect(part.length).toBeGreaterThan(0);
    };
    await expect(drain()).rejects.toBeInstanceOf(SealingError);
  });
});

describe("wraps", () => {
  const recipient = xwingGenerate();

  it("give back the key, and fail with any bit flipped", () => {
    fc.assert(
      fc.property(bytes(32), bytes(16), fc.nat({ max: 1167 }), fc.nat({ max: 7 }), (ck, ref, at, bit) => {
        const { keyId, wrap } = wrapSeal({ publicKey: recipient.publicKey, ck, kind: Kind.reply, ref });
        const opening = { key: recipient, keyIdOfRow: keyId, kind: Kind.reply, ref };
        expect(wrapOpen({ ...opening, wrap })).toEqual(ck);
        expect(() => wrapOpen({ ...opening, wrap: flip(wrap, at, bit) })).toThrow(Damaged);
      }),
      { numRuns: 25 },
    );
  });

  it("of index rows give back the key, and fail with any bit flipped", () => {
    fc.assert(
      fc.property(bytes(32), bytes(32), bytes(16), fc.nat({ max: 71 }), (indexKey, ck, ref, at) => {
        const wrap = indexWrapSeal({ indexKey, ck, ref });
        expect(indexWrapOpen({ indexKey, wrap, ref })).toEqual(ck);
        expect(() => indexWrapOpen({ indexKey, wrap: flip(wrap, at, 0), ref })).toThrow(Damaged);
      }),
    );
  });
});

describe("proofs of who wrote", () => {
  it("a maker's signature holds for its envelope and content alone", () => {
    const maker = signGenerate();
    const sealed = jsonSeal({ kind: Kind.reply, value: { v: 1 } });
    const { keyId, signature } = makerSign(sealed, maker.seed);
    const given = { publicKey: maker.publicKey, ...sealed, signature };
    expect(keyId).toEqual(maker.keyId);
    expect(() => { makerVerify(given); }).not.toThrow();
    for (const changed of [
      { envelope: flip(sealed.envelope, 73, 0) },
      { content: Uint8Array.of(1) },
      { ck: flip(sealed.ck, 0, 0) },
      { signature: flip(signature, 63, 0) },
      { publicKey: signGenerate().publicKey },
    ]) {
      expect(() => { makerVerify({ ...given, ...changed }); }).toThrow(Damaged);
    }
  });

  it("a message's proof holds for its tip, direction, number and text alone", () => {
    fc.assert(
      fc.property(bytes(32), bytes(16), fc.integer({ min: 1, max: 0xffff_ffff }), text, (answerKey, tip, seq, said) => {
        const message = messageValue({ answerKey, direction: Direction.toDesk, tip, seq, text: said });
        const checking = { answerKey, tip, direction: Direction.toDesk };
        expect(messageCheck({ ...checking, value: message })).toEqual({ direction: Direction.toDesk, seq, text: said });
        for (const changed of [{ text: `${said}.` }, { seq: seq === 1 ? 2 : seq - 1 }, { dir: Direction.toSubmitter }]) {
          expect(() => messageCheck({ ...checking, value: { ...message, ...changed } })).toThrow(Damaged);
        }
        expect(() => messageCheck({ ...checking, value: message, answerKey: flip(answerKey, 0, 0) })).toThrow(Damaged);
      }),
    );
  });
});
