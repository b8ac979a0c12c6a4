import { describe, expect, it } from "vitest";
import { fileSeal, jsonSeal } from "./envelopes";
import { Damaged, NotForThisKey } from "./errors";
import { xwingGenerate } from "./keys";
import { Kind } from "./kinds";
import { fileOpen, jsonOpen, wrapOpen } from "./opening";
import { wrapSeal } from "./wraps";

describe("a wrap", () => {
  const key = xwingGenerate();
  const sealed = jsonSeal({ kind: Kind.tip, value: { v: 1, text: "ñandú" } });
  const { keyId, wrap } = wrapSeal({ publicKey: key.publicKey, ck: sealed.ck, kind: Kind.tip, ref: sealed.ref });

  it("gives back the content key, which opens the envelope", () => {
    const ck = wrapOpen({ key, keyIdOfRow: keyId, wrap, kind: Kind.tip, ref: sealed.ref });
    expect(jsonOpen({ ck, envelope: sealed.envelope, kind: Kind.tip, ref: sealed.ref }).value).toEqual({
      v: 1,
      text: "ñandú",
    });
  });

  it("is not for another key, and damaged for another kind", () => {
    const other = xwingGenerate();
    expect(() => wrapOpen({ key: other, keyIdOfRow: keyId, wrap, kind: Kind.tip, ref: sealed.ref })).toThrow(
      NotForThisKey,
    );
    expect(() => wrapOpen({ key, keyIdOfRow: keyId, wrap, kind: Kind.message, ref: sealed.ref })).toThrow(Damaged);
  });

  it("shares its key with the files of a tip", async () => {
    const content = new Uint8Array(150_000).fill(3);
    const file = await fileSeal({ content, ck: sealed.ck });
    expect(await fileOpen({ ck: sealed.ck, envelope: file.envelope, kind: Kind.file, ref: file.ref })).toEqual(content);
  });
});
