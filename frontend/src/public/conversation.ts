/** What the server keeps in a mailbox, opened and checked on the phone. No page is touched here. */
import { type Bytes } from "../sealing/bytes";
import { b64Decode, refBytes } from "../sealing/encoding";
import { Damaged, SealingError } from "../sealing/errors";
import { Direction, Kind } from "../sealing/kinds";
import { messageCheck } from "../sealing/messages";
import { jsonOpen, wrapOpen } from "../sealing/opening";
import { type Mailbox } from "../sealing/receipts";

/** One line: `told` and `mine` are one's own, `forged` is not shown because it does not hold. */
export interface Entry {
  readonly state: "told" | "mine" | "reply" | "deleted" | "forged";
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** The reply's id, as the server names it. */
  readonly id: string;
  readonly text: string;
}

export interface Conversation {
  readonly tip: Bytes;
  readonly entries: readonly Entry[];
  /** How many answers were held back: numbers that are skipped. */
  readonly missing: number;
  /** The number of the next message to the desk. */
  readonly nextSeq: number;
}

interface Row {
  readonly id: string;
  readonly direction: number;
  readonly seq: number;
  readonly day: string;
  readonly envelope: string;
  readonly wrap: string;
}

function fieldsOf(value: unknown): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Damaged("mailbox");
  return value as Record<string, unknown>;
}

function textOf(value: unknown): string {
  if (typeof value !== "string") throw new Damaged("mailbox");
  return value;
}

function countOf(value: unknown): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 1) throw new Damaged("mailbox");
  return value;
}

function rowOf(value: unknown): Row {
  const row = fieldsOf(value);
  return {
    id: textOf(row["id"]),
    direction: countOf(row["direction"]),
    seq: countOf(row["seq"]),
    day: textOf(row["day"]),
    envelope: textOf(row["envelope"]),
    wrap: textOf(row["wrap"]),
  };
}

/**
 * Opens all answers.
 * @throws Damaged where the server's answer is not of its shape
 */
export function readConversation(body: unknown, mailbox: Mailbox): Conversation {
  const fields = fieldsOf(body);
  const tip = refBytes(textOf(fields["tip"]));
  const told: Entry = { state: "told", day: textOf(fields["day"]), id: "", text: "" };
  const messages = fields["messages"];
  if (!Array.isArray(messages)) throw new Damaged("mailbox");
  const rows = messages.map(rowOf);
  const numbers = (direction: number): number[] =>
    rows.filter((row) => row.direction === direction).map(({ seq }) => seq);
  const answers = new Set(numbers(Direction.toSubmitter));
  return {
    tip,
    entries: [told, ...rows.map((row) => entryOf(row, tip, mailbox))],
    missing: Math.max(0, ...answers) - answers.size,
    nextSeq: Math.max(0, ...numbers(Direction.toDesk)) + 1,
  };
}

function entryOf(row: Row, tip: Bytes, mailbox: Mailbox): Entry {
  const { id, day } = row;
  if (row.direction === Direction.toDesk) return { state: "mine", day, id, text: "" };
  if (row.wrap === "") return { state: "deleted", day, id, text: "" };
  try {
    const ref = refBytes(id);
    const { key, answerKey } = mailbox;
    const ck = wrapOpen({ key, keyIdOfRow: key.keyId, wrap: b64Decode(row.wrap), kind: Kind.reply, ref });
    const { value } = jsonOpen({ ck, envelope: b64Decode(row.envelope), kind: Kind.reply, ref });
    const message = messageCheck({ answerKey, value, tip, direction: Direction.toSubmitter });
    // A genuine answer under another number is a replay, or hides a gap.
    if (message.seq !== row.seq) throw new Damaged("another number");
    return { state: "reply", day, id, text: message.text };
  } catch (error) {
    if (error instanceof SealingError) return { state: "forged", day, id, text: "" };
    throw error;
  }
}
