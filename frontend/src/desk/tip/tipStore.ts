/** One tip, fetched and opened: its text, what the worker found, and each message with its proof checked. */
import { tipsApi } from "../../api/desk";
import type { MessageOut, TipOut } from "../../api/types";
import { refBytes } from "../../sealing/encoding";
import { SealingError } from "../../sealing/errors";
import { Direction, Kind } from "../../sealing/kinds";
import { messageCheck } from "../../sealing/messages";
import { hexOf } from "../../vault/ids";
import { type OpenFault, openFault, sealedOpen, tipOpen } from "../../vault/opening";
import { type Tip, tipRead, type Triage, triageRead } from "../contents";

export type OpenedTriage =
  | { readonly state: "open"; readonly triage: Triage; readonly past: boolean }
  | { readonly state: "none" }
  | { readonly state: "shut"; readonly fault: OpenFault };

/** A message, or the place where one is missing, in the order of their numbers within each day. */
export type Said =
  | { readonly type: "message"; readonly out: MessageOut; readonly text: string; readonly past: boolean }
  /** It opened, but whoever made it did not hold the answer key, or its maker did not sign. */
  | { readonly type: "wrong"; readonly out: MessageOut }
  | { readonly type: "shut"; readonly out: MessageOut }
  | { readonly type: "gap"; readonly direction: number; readonly count: number; readonly before: number };

export type LoadedTip =
  | { readonly state: "shut"; readonly out: TipOut; readonly fault: OpenFault }
  | {
      readonly state: "open";
      readonly out: TipOut;
      readonly tip: Tip;
      readonly triage: OpenedTriage;
      readonly said: readonly Said[];
    };

async function triageOpen(out: TipOut): Promise<OpenedTriage> {
  if (out.triage === null) return { state: "none" };
  try {
    const { value, by } = await sealedOpen(out.triage, Kind.triageResult);
    return { state: "open", triage: triageRead(value, hexOf(out.row.id)), past: by?.past === true };
  } catch (error) {
    const fault = openFault(error);
    if (fault === null) throw error;
    return { state: "shut", fault };
  }
}

async function messageOpen(message: MessageOut, tip: Tip, ref: Uint8Array): Promise<Said> {
  const direction = message.direction === Direction.toDesk ? Direction.toDesk : Direction.toSubmitter;
  const kind = direction === Direction.toDesk ? Kind.message : Kind.reply;
  try {
    const opened = kind === Kind.message ? tipOpen(message.sealed, kind) : await sealedOpen(message.sealed, kind);
    const checked = messageCheck({ answerKey: tip.answerKey, value: opened.value, tip: ref, direction });
    // The row's number is the server's word; the one inside is the maker's.
    if (checked.seq !== message.seq) return { type: "wrong", out: message };
    return { type: "message", out: message, text: checked.text, past: opened.by?.past === true };
  } catch (error) {
    if (!(error instanceof SealingError)) throw error;
    return openFault(error) === "no_access" ? { type: "shut", out: message } : { type: "wrong", out: message };
  }
}

/** Puts a mark before each message whose number does not follow the one before it in its direction. */
export function withGaps(said: readonly Said[]): Said[] {
  const last = new Map<number, number>();
  const out: Said[] = [];
  for (const one of said) {
    if (one.type === "gap") continue;
    const { direction, seq } = one.out;
    const expected = (last.get(direction) ?? 0) + 1;
    if (seq > expected) out.push({ type: "gap", direction, count: seq - expected, before: seq });
    last.set(direction, Math.max(seq, expected - 1));
    out.push(one);
  }
  return out;
}

/** @throws Problem, VaultClosed */
export async function tipLoad(id: string): Promise<LoadedTip> {
  const out = await tipsApi.tip(id);
  let tip: Tip;
  try {
    if (hexOf(out.sealed.id) !== hexOf(id)) return { state: "shut", out, fault: "damaged" };
    tip = tipRead(tipOpen(out.sealed, Kind.tip).value);
  } catch (error) {
    const fault = openFault(error);
    if (fault === null) throw error;
    return { state: "shut", out, fault };
  }
  const ref = refBytes(id);
  const said: Said[] = [];
  for (const message of out.messages) said.push(await messageOpen(message, tip, ref));
  return { state: "open", out, tip, triage: await triageOpen(out), said: withGaps(said) };
}

/** The number of the next reply: one past the highest that the server names or a sound reply holds. */
export function nextSeq(messages: readonly MessageOut[]): number {
  return 1 + Math.max(0, ...messages.filter((one) => one.direction === Direction.toSubmitter).map(({ seq }) => seq));
}

/** A short number to speak of a tip by, from its id. */
export function tipNumber(id: string): string {
  return `R-${hexOf(id).slice(0, 4).toUpperCase()}`;
}
