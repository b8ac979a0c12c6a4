import { wordlist } from "@scure/bip39/wordlists/spanish.js";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { b64Decode, b64Encode, refBytes } from "../sealing/encoding";
import { directorySign, publicDirectoryBuild } from "../sealing/directories";
import { jsonSeal } from "../sealing/envelopes";
import { signGenerate, type SealKey, type SignKey, xwingGenerate } from "../sealing/keys";
import { Direction, Kind } from "../sealing/kinds";
import { messageCheck, messageValue } from "../sealing/messages";
import { jsonOpen, wrapOpen } from "../sealing/opening";
import { leadCertify } from "../sealing/people";
import { deriveMailbox, type Mailbox, receiptRead } from "../sealing/receipts";
import { randomBytes } from "../sealing/bytes";
import { wrapSeal } from "../sealing/wraps";
import { readConversation } from "./conversation";
import { type DeskKeys, deskKeys, isLanguage, KeysRefused } from "./desk";
import { lengthOf, plainText, type Report, sealMessage, sealReport } from "./submission";

const DAY = "2026-11-22";
const SALT = randomBytes(32);
const REPORT: Report = { lang: "es", text: "Bajó una avioneta.", kind: "air", zone: "", when: "today", danger: true };

let root: SignKey;
let lead: SignKey;
let epoch: SealKey;
let keys: DeskKeys;

function transport(validUntil = "2027-01-01", acceptUntil = "2026-12-31", signer = lead): unknown {
  const body = publicDirectoryBuild({
    serial: 1,
    previous: null,
    validUntil,
    desk: "00".repeat(16),
    leads: [leadCertify({ user: "11".repeat(16), signKey: lead.publicKey, issued: DAY }, root.seed)],
    receiptSalt: SALT,
    epochs: [{ id: "22".repeat(16), publicKey: epoch.publicKey, acceptFrom: "2026-11-01", acceptUntil }],
  });
  return directorySign(body, signer.seed);
}

beforeAll(() => {
  root = signGenerate();
  lead = signGenerate();
  epoch = xwingGenerate();
  keys = deskKeys(b64Encode(root.publicKey), transport(), DAY);
});

describe("the desk's keys", () => {
  it.each([
    ["another root", () => [b64Encode(signGenerate().publicKey), transport()] as const],
    ["a directory that ran out", () => [b64Encode(root.publicKey), transport("2026-11-21")] as const],
    ["no epoch that accepts", () => [b64Encode(root.publicKey), transport("2027-01-01", "2026-11-21")] as const],
    ["a signer whom the root does not know", () => [b64Encode(root.publicKey), transport(undefined, undefined, signGenerate())] as const],
    ["no root", () => ["", transport()] as const],
    ["nothing", () => [b64Encode(root.publicKey), null] as const],
    ["other fields", () => [b64Encode(root.publicKey), { body: 1, signatures: [] }] as const],
    ["no signature", () => [b64Encode(root.publicKey), { ...(transport() as object), signatures: [] }] as const],
    ["a signature of another shape", () => [b64Encode(root.publicKey), { ...(transport() as object), signatures: [{}] }] as const],
  ])("are refused: %s", (_, make) => {
    const [rootKey, served] = make();
    expect(() => deskKeys(rootKey, served, DAY)).toThrow(KeysRefused);
  });
});

describe("a sealed report", () => {
  it("opens with the epoch's key alone, and its words open its mailbox", () => {
    const { body, words } = sealReport(REPORT, keys, wordlist);
    const ref = refBytes(body["tip"] as string);
    const wrap = b64Decode(body["wrap"] as string);
    const ck = wrapOpen({ key: epoch, keyIdOfRow: b64Decode(body["epoch"] as string), wrap, kind: Kind.tip, ref });
    const { value } = jsonOpen({ ck, envelope: b64Decode(body["envelope"] as string), kind: Kind.tip, ref });
    const { entropy, language } = receiptRead(words.join(" "), { es: wordlist });
    const mailbox = deriveMailbox({ salt: SALT, entropy });
    expect(language).toBe("es");
    expect(value).toEqual({
      v: 1,
      ...REPORT,
      mailbox: b64Encode(mailbox.key.publicKey),
      answer_key: b64Encode(mailbox.answerKey),
      sealed: "browser",
      files: [],
    });
    expect(body["mailbox"]).toBe(b64Encode(mailbox.storedId));
    expect(body["lane"]).toBe("urgent");
  });

  it("shows nothing of itself on the wire but the lane", () => {
    const { body, words } = sealReport({ ...REPORT, danger: false }, keys, wordlist);
    const wire = JSON.stringify(body);
    for (const secret of [REPORT.text, "avioneta", "today", ...words.filter((word) => word.length > 4)]) {
      expect(wire).not.toContain(secret);
    }
    expect(body["lane"]).toBe("normal");
  });

  it("is another one each time it is sealed, of the same size", () => {
    const [one, other] = [sealReport(REPORT, keys, wordlist), sealReport({ ...REPORT, text: "Otra." }, keys, wordlist)];
    expect(one.body["tip"]).not.toBe(other.body["tip"]);
    expect(JSON.stringify(one.body).length).toBe(JSON.stringify(other.body).length);
  });
});

describe("typed text", () => {
  it("keeps words and lines, and loses what no keyboard writes", () => {
    expect(plainText("  uno\r\ndos\rtres\u0000\u0007\u007f\t.\ud800 ")).toBe("uno\ndos\ntres\t.\ufffd");
  });

  it("is always sealable, and unchanged when cleaned again", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (typed) => {
        const once = plainText(typed);
        expect(plainText(once)).toBe(once);
        expect(jsonSeal({ kind: Kind.tip, value: { text: once } }).envelope.length).toBeGreaterThan(74);
      }),
    );
  });

  it("is counted in characters, not in halves", () => {
    expect(lengthOf("a🌳é")).toBe(3);
    expect(isLanguage("pt-br")).toBe(true);
    expect(isLanguage("pt")).toBe(false);
  });
});

describe("a conversation", () => {
  const TIP = "33333333333343338333333333333333";

  function mailboxOf(): Mailbox {
    return deriveMailbox({ salt: SALT, entropy: randomBytes(13) });
  }

  function reply(mailbox: Mailbox, text: string, seq: number, changes: { sealedSeq?: number; answerKey?: Uint8Array } = {}) {
    const { sealedSeq = seq, answerKey = mailbox.answerKey } = changes;
    const tip = refBytes(TIP);
    const value = messageValue({ answerKey, direction: Direction.toSubmitter, tip, seq: sealedSeq, text });
    const sealed = jsonSeal({ kind: Kind.reply, value });
    const { publicKey } = mailbox.key;
    const { wrap } = wrapSeal({ publicKey, ck: sealed.ck, kind: Kind.reply, ref: sealed.ref });
    const id = Array.from(sealed.ref, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return { id, direction: 2, seq, day: DAY, envelope: b64Encode(sealed.envelope), wrap: b64Encode(wrap) };
  }

  const states = (mailbox: Mailbox, messages: unknown[]) =>
    readConversation({ tip: TIP, day: DAY, messages }, mailbox);

  it("shows authentic answers, own messages and what was deleted", () => {
    const mailbox = mailboxOf();
    const own = { id: "aa".repeat(16), direction: 1, seq: 4, day: DAY, envelope: "", wrap: "" };
    const gone = { ...reply(mailbox, "x", 2), envelope: "", wrap: "" };
    const read = states(mailbox, [own, reply(mailbox, "Gracias.", 1), gone]);
    expect(read.entries.map(({ state, text }) => [state, text])).toEqual([
      ["told", ""],
      ["mine", ""],
      ["reply", "Gracias."],
      ["deleted", ""],
    ]);
    expect([read.missing, read.nextSeq]).toEqual([0, 5]);
  });

  it("does not show what the server forged, replayed or swapped, and says what it dropped (row 16)", () => {
    const mailbox = mailboxOf();
    const forged = reply(mailbox, "Venga solo", 1, { answerKey: randomBytes(32) });
    const replayed = reply(mailbox, "otra vez", 5, { sealedSeq: 1 });
    const swapped = { ...reply(mailbox, "a", 2), envelope: reply(mailbox, "b", 2).envelope };
    const elsewhere = reply(mailboxOf(), "de otro", 3);
    const damaged = { ...reply(mailbox, "c", 6), envelope: "AAAA" };
    const read = states(mailbox, [forged, replayed, swapped, elsewhere, damaged]);
    expect(read.entries.slice(1).map(({ state, text }) => [state, text])).toEqual(Array(5).fill(["forged", ""]));
    expect(read.missing).toBe(1);
  });

  it.each([null, 1, "text", {}, { tip: TIP, day: DAY }, { tip: TIP, day: DAY, messages: [1] }, { tip: "zz", day: DAY, messages: [] }])(
    "refuses an answer of another shape: %j",
    (body) => {
      expect(() => readConversation(body, mailboxOf())).toThrow("damaged");
    },
  );

  it("writes back what the desk can open and prove", () => {
    const mailbox = mailboxOf();
    const body = sealMessage("Eran cuatro.", refBytes(TIP), 2, mailbox, keys);
    const ref = refBytes(body["message"] as string);
    const wrap = b64Decode(body["wrap"] as string);
    const ck = wrapOpen({ key: epoch, keyIdOfRow: epoch.keyId, wrap, kind: Kind.message, ref });
    const { value } = jsonOpen({ ck, envelope: b64Decode(body["envelope"] as string), kind: Kind.message, ref });
    const { answerKey } = mailbox;
    const message = messageCheck({ answerKey, value, tip: refBytes(TIP), direction: Direction.toDesk });
    expect([message.seq, message.text]).toEqual([2, "Eran cuatro."]);
    expect(body["mailbox_id"]).toBe(b64Encode(mailbox.mailboxId));
    expect(JSON.stringify(body)).not.toContain(b64Encode(answerKey));
  });
});
