/** Messages either way, proved by a key that the submitter and the desk alone hold. */
import { type Bytes, concat, equalBytes, u32be } from "./bytes";
import { b64Encode, type JsonObject, type JsonValue, refHex, utf8Encode } from "./encoding";
import { Damaged, Refused } from "./errors";
import { Fields } from "./fields";
import { blake2b256 } from "./hashing";
import { Direction } from "./kinds";

export interface MessageInput {
  /** 32 bytes, from the receipt or from the opened tip. */
  readonly answerKey: Uint8Array;
  readonly direction: Direction;
  /** The tip's ref, 16 bytes. */
  readonly tip: Uint8Array;
  /** Counts per direction from 1. */
  readonly seq: number;
  readonly text: string;
}

const MOST_MESSAGES = 0xffff_ffff;

/** The 32 bytes that prove a message to the other side, and to nobody else. */
export function messageMac({ answerKey, direction, tip, seq, text }: MessageInput): Bytes {
  if (answerKey.length !== 32 || tip.length !== 16) throw new Refused("message input");
  if (!Number.isSafeInteger(seq) || seq < 1 || seq > MOST_MESSAGES) throw new Refused("message number");
  const body = blake2b256({ data: utf8Encode(text) });
  const data = concat(Uint8Array.of(direction), tip, u32be(seq), body);
  return blake2b256({ key: answerKey, person: "vigia-message-1", data });
}

/** The JSON of kinds 2 and 4. */
export function messageValue(input: MessageInput): JsonObject {
  const { direction, tip, seq, text } = input;
  return { v: 1, tip: refHex(tip), dir: direction, seq, text, mac: b64Encode(messageMac(input)) };
}

export interface Message {
  readonly direction: Direction;
  readonly seq: number;
  readonly text: string;
}

export interface MessageCheckInput {
  readonly answerKey: Uint8Array;
  readonly value: JsonValue;
  /** The tip and the direction that it must be of. */
  readonly tip: Uint8Array;
  readonly direction: Direction;
}

/**
 * Reads an opened message; one that fails is not to be shown. Gaps in `seq` are the caller's to show.
 * @throws Damaged, UnknownVersion
 */
export function messageCheck({ answerKey, value, tip, direction }: MessageCheckInput): Message {
  const fields = Fields.versioned(value, ["tip", "dir", "seq", "text", "mac"]);
  const seq = fields.integer("seq", 1, MOST_MESSAGES);
  const text = fields.text("text");
  const claimed = fields.b64("mac", 32);
  if (fields.hex("tip", 16) !== refHex(tip)) throw new Damaged("another tip");
  if (fields.integer("dir", Direction.toDesk, Direction.toSubmitter) !== direction) throw new Damaged("direction");
  if (!equalBytes(messageMac({ answerKey, direction, tip, seq, text }), claimed)) throw new Damaged("message proof");
  return { direction, seq, text };
}
