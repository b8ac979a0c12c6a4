/** What each `op` of a vector means here: values of JSON in, values of JSON out. */
import { type Bytes, concat } from "../bytes";
import { b64Decode, canonicalJson, hexEncode, type JsonObject, parseJson } from "../encoding";
import { contentUnder, fileParts } from "../envelopes";
import { blake2b256, sha256 } from "../hashing";
import { headerBuild, headerKey } from "../header";
import { epochSeedCheck, fingerprintWords, indexKey, keyId, sketchKey, xwingFromSeed, xwingPublic } from "../keys";
import { makerVerify } from "../makers";
import { messageCheck, messageMac } from "../messages";
import { fileOpen, indexWrapOpen, jsonOpen, wrapOpen } from "../opening";
import { padme } from "../padding";
import { deriveMailbox, receiptRead, receiptWords } from "../receipts";
import { sessionOpen, type VaultContents } from "../vault-contents";
import { vaultOpen } from "../vaults";
import type { Given } from "./given";
import { LISTS, listOf } from "./lists";
import { TRUST_OPS } from "./trust-ops";

export type Op = (given: Given) => JsonObject | Promise<JsonObject>;

/** The content that stands for a long file: byte number i is i mod 251. */
export function pattern(length: number): Bytes {
  return new Uint8Array(length).map((_, at) => at % 251);
}

async function envelopeSeal(given: Given): Promise<JsonObject> {
  const content = given.has("pattern") ? pattern(given.number("pattern")) : given.bytes("content");
  const ck = given.bytes("ck");
  const header = headerBuild({
    suite: given.suite(),
    kind: given.kind(),
    ref: given.bytes("ref"),
    prefix: given.bytes("prefix"),
    ck,
  });
  const key = headerKey(header, ck);
  let envelope: Bytes;
  if (given.text("as") === "json") {
    envelope = contentUnder(header, key, content);
  } else {
    const parts: Bytes[] = [];
    const read = (start: number, length: number): Bytes => content.slice(start, start + length);
    for await (const part of fileParts(header, key, content.length, read)) parts.push(part);
    envelope = concat(...parts);
  }
  if (given.has("pattern")) return { length: envelope.length, sha256: hexEncode(sha256(envelope)) };
  return { envelope: hexEncode(envelope) };
}

function envelopeInput(given: Given): Parameters<typeof jsonOpen>[0] {
  return { ck: given.bytes("ck"), envelope: given.bytes("envelope"), kind: given.kind(), ref: given.bytes("ref") };
}

function vaultValue(contents: VaultContents): JsonObject {
  return {
    seal_seed: hexEncode(contents.sealSeed),
    sign_seed: hexEncode(contents.signSeed),
    root: hexEncode(contents.root),
    desk_serial: contents.deskSerial,
    desk_sha256: hexEncode(contents.deskHash),
    public_serial: contents.publicSerial,
    public_sha256: hexEncode(contents.publicHash),
  };
}

const OWN_OPS: Readonly<Record<string, Op>> = {
  padme: (given) => ({ padded: padme(given.number("length")) }),
  json_parse: (given) => ({ canonical: hexEncode(canonicalJson(parseJson(given.bytes("hex")))) }),
  b64_parse: (given) => ({ data: hexEncode(b64Decode(given.text("text"))) }),
  blake2b: (given) => ({
    digest: hexEncode(
      blake2b256({ key: given.bytes("key"), person: given.bytes("person"), data: given.bytes("data") }),
    ),
  }),
  xwing_public: (given) => {
    const publicKey = xwingPublic(given.bytes("seed"));
    return { public: hexEncode(publicKey), key_id: hexEncode(keyId(publicKey)) };
  },
  wrap_open: (given) => ({
    ck: hexEncode(
      wrapOpen({
        key: xwingFromSeed(given.bytes("seed")),
        keyIdOfRow: given.bytes("key_id"),
        wrap: given.bytes("wrap"),
        kind: given.kind(),
        ref: given.bytes("ref"),
      }),
    ),
  }),
  envelope_open_json: (given) => ({ content: hexEncode(jsonOpen(envelopeInput(given)).content) }),
  envelope_open_file: async (given) => {
    const content = await fileOpen(envelopeInput(given));
    return { length: content.length, sha256: hexEncode(sha256(content)) };
  },
  envelope_seal: envelopeSeal,
  maker_verify: (given) => {
    makerVerify({
      publicKey: given.bytes("public"),
      envelope: given.bytes("envelope"),
      ck: given.bytes("ck"),
      content: given.bytes("content"),
      signature: given.bytes("signature"),
    });
    return {};
  },
  index_key: (given) => ({ index_key: hexEncode(indexKey(given.bytes("epoch_seed"))) }),
  sketch_key: (given) => ({ sketch_key: hexEncode(sketchKey(given.bytes("epoch_seed"))) }),
  index_wrap_open: (given) => ({
    ck: hexEncode(
      indexWrapOpen({
        indexKey: given.bytes("index_key"),
        wrap: given.bytes("wrap"),
        ref: given.bytes("ref"),
        kind: given.kind(),
      }),
    ),
  }),
  receipt_words: (given) => ({ words: receiptWords(given.bytes("entropy"), listOf(given.text("lang"))).join(" ") }),
  receipt_read: (given) => {
    const { entropy, language } = receiptRead(given.text("text"), LISTS);
    return { entropy: hexEncode(entropy), lang: language };
  },
  receipt_derive: (given) => {
    const mailbox = deriveMailbox({ salt: given.bytes("salt"), entropy: given.bytes("entropy") });
    return {
      mailbox_id: hexEncode(mailbox.mailboxId),
      stored_id: hexEncode(mailbox.storedId),
      seed: hexEncode(mailbox.key.seed),
      public: hexEncode(mailbox.key.publicKey),
      answer_key: hexEncode(mailbox.answerKey),
    };
  },
  message_mac: (given) => ({
    mac: hexEncode(
      messageMac({
        answerKey: given.bytes("answer_key"),
        direction: given.direction(),
        tip: given.bytes("tip"),
        seq: given.number("seq"),
        text: given.text("text"),
      }),
    ),
  }),
  message_check: (given) => {
    const { seq, text } = messageCheck({
      answerKey: given.bytes("answer_key"),
      value: parseJson(given.bytes("content")),
      tip: given.bytes("tip"),
      direction: given.direction(),
    });
    return { seq, text };
  },
  fingerprint_words: (given) => ({ words: fingerprintWords(given.bytes("material"), listOf(given.text("lang"))) }),
  vault_open: async (given) => {
    const floor = given.inner("test_floor");
    const { contents } = await vaultOpen({
      passphrase: given.text("passphrase"),
      user: given.bytes("user"),
      blob: given.bytes("blob"),
      ...(floor === null ? {} : { floor: { passes: floor.number("passes"), kib: floor.number("kib") } }),
    });
    return vaultValue(contents);
  },
  session_open: (given) => {
    const { contents, derivedKey, params } = sessionOpen({
      halfKey: given.bytes("half_key"),
      user: given.bytes("user"),
      session: given.bytes("session"),
      blob: given.bytes("blob"),
    });
    return { ...vaultValue(contents), derived: hexEncode(derivedKey), head: hexEncode(params) };
  },
  epoch_seed_check: (given) => {
    epochSeedCheck(given.bytes("seed"), given.bytes("public"));
    return {};
  },
};

export const OPS: Readonly<Record<string, Op>> = { ...OWN_OPS, ...TRUST_OPS };
