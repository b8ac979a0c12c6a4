/** What leaves the phone: a report or a message, sealed. No page is touched here. */
import { type Bytes } from "../sealing/bytes";
import { b64Encode, type JsonObject, refHex } from "../sealing/encoding";
import { jsonSeal } from "../sealing/envelopes";
import { Direction, Kind } from "../sealing/kinds";
import { messageValue } from "../sealing/messages";
import { deriveMailbox, type Language, type Mailbox, receiptMake, type WordList } from "../sealing/receipts";
import { wrapSeal } from "../sealing/wraps";
import { type DeskKeys } from "./desk";

/** What the form holds. */
export interface Report {
  readonly lang: Language;
  readonly text: string;
  readonly kind: string;
  readonly zone: string;
  readonly when: string;
  readonly danger: boolean;
}

/** A sealed report, ready to be sent as often as it takes: the same bytes are the same report. */
export interface Submission {
  readonly body: JsonObject;
  readonly words: readonly string[];
}

/** Typed text with one sort of line end, without control characters and broken pairs, spaces at both ends cut off. */
export function plainText(text: string): string {
  const unified = text.replace(/\r\n?/g, "\n");
  let out = "";
  for (const character of unified) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) out += "\ufffd";
    else if (character === "\n" || character === "\t" || (code >= 0x20 && code !== 0x7f)) out += character;
  }
  return out.trim();
}

/** Length in code points, as the server counts. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** Draws a receipt, and seals the report with what lets the desk answer. */
export function sealReport(report: Report, keys: DeskKeys, words: WordList): Submission {
  const receipt = receiptMake(report.lang, { [report.lang]: words });
  const mailbox = deriveMailbox({ salt: keys.directory.receiptSalt, entropy: receipt.entropy });
  const value: JsonObject = {
    v: 1,
    lang: report.lang,
    text: report.text,
    kind: report.kind,
    zone: report.zone,
    when: report.when,
    danger: report.danger,
    mailbox: b64Encode(mailbox.key.publicKey),
    answer_key: b64Encode(mailbox.answerKey),
    sealed: "browser",
    files: [],
  };
  const sealed = jsonSeal({ kind: Kind.tip, value });
  const { keyId, wrap } = wrapSeal({ publicKey: keys.epoch.publicKey, ck: sealed.ck, kind: Kind.tip, ref: sealed.ref });
  return {
    words: receipt.words,
    body: {
      tip: refHex(sealed.ref),
      lane: report.danger ? "urgent" : "normal",
      envelope: b64Encode(sealed.envelope),
      wrap: b64Encode(wrap),
      epoch: b64Encode(keyId),
      mailbox: b64Encode(mailbox.storedId),
    },
  };
}

/** Seals a message back to the desk; `seq` is its number among the submitter's own, from 1. */
export function sealMessage(text: string, tip: Bytes, seq: number, mailbox: Mailbox, keys: DeskKeys): JsonObject {
  const { answerKey } = mailbox;
  const value = messageValue({ answerKey, direction: Direction.toDesk, tip, seq, text });
  const sealed = jsonSeal({ kind: Kind.message, value });
  const { publicKey } = keys.epoch;
  const { keyId, wrap } = wrapSeal({ publicKey, ck: sealed.ck, kind: Kind.message, ref: sealed.ref });
  return {
    mailbox_id: b64Encode(mailbox.mailboxId),
    message: refHex(sealed.ref),
    seq,
    envelope: b64Encode(sealed.envelope),
    wrap: b64Encode(wrap),
    epoch: b64Encode(keyId),
  };
}
