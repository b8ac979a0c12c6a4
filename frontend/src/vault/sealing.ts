/** Sealing what staff write: to the directory's epoch, signed by its maker. */
import type { ReplyIn, SealedIn } from "../api/types";
import { type Bytes, wipe } from "../sealing/bytes";
import { b64Encode, type JsonValue } from "../sealing/encoding";
import { jsonSeal, type Sealed } from "../sealing/envelopes";
import { Direction, Kind } from "../sealing/kinds";
import { makerSign } from "../sealing/makers";
import { messageValue } from "../sealing/messages";
import { wrapSeal } from "../sealing/wraps";
import { sealingEpoch } from "./epochs";
import { uuidFrom, uuidOf } from "./ids";
import { requireVault } from "./keyring";

export interface StaffSealed {
  /** What the API takes. */
  readonly out: SealedIn;
  /** What was sealed, with its key, for further wraps; wipe the key after use. */
  readonly sealed: Sealed;
}

/** Signs a fresh envelope and wraps its key to today's epoch. @throws Refused, VaultClosed */
export function staffSeal(sealed: Sealed): StaffSealed {
  const epoch = sealingEpoch();
  const maker = makerSign(sealed, requireVault().signKey.seed);
  const { wrap } = wrapSeal({ publicKey: epoch.publicKey, ck: sealed.ck, kind: sealed.kind, ref: sealed.ref });
  return {
    sealed,
    out: {
      id: uuidOf(sealed.ref),
      epoch: uuidFrom(epoch.id),
      envelope: b64Encode(sealed.envelope),
      wrap: b64Encode(wrap),
      maker: b64Encode(maker.keyId),
      signature: b64Encode(maker.signature),
    },
  };
}

/** Case content (kind 7) of any type. @throws Refused, VaultClosed */
export function caseContentSeal(value: JsonValue): SealedIn {
  const { out, sealed } = staffSeal(jsonSeal({ kind: Kind.caseContent, value }));
  wipe(sealed.ck);
  return out;
}

export interface ReplySealInput {
  /** The tip's ref, 16 bytes. */
  readonly tip: Bytes;
  /** Both found inside the opened tip, never in a row: 1216 and 32 bytes. */
  readonly mailbox: Bytes;
  readonly answerKey: Bytes;
  readonly seq: number;
  readonly text: string;
}

/** A reply, for the desk and for the mailbox. @throws Refused, VaultClosed */
export function replySeal({ tip, mailbox, answerKey, seq, text }: ReplySealInput): ReplyIn {
  const value = messageValue({ answerKey, direction: Direction.toSubmitter, tip, seq, text });
  const { out, sealed } = staffSeal(jsonSeal({ kind: Kind.reply, value }));
  const forMailbox = wrapSeal({ publicKey: mailbox, ck: sealed.ck, kind: Kind.reply, ref: sealed.ref });
  wipe(sealed.ck);
  return { seq, sealed: out, mailbox_key_id: b64Encode(forMailbox.keyId), mailbox_wrap: b64Encode(forMailbox.wrap) };
}

