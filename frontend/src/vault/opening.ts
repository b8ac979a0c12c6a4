/** Opening what the API hands over, and requiring of everything that staff or a worker made that they signed it. */
import type { SealedOut } from "../api/types";
import type { Bytes } from "../sealing/bytes";
import { type DeskDirectory, makerCheck } from "../sealing/directories";
import { b64Decode, type JsonValue, refBytes } from "../sealing/encoding";
import { Damaged, NotForThisKey, Refused, SealingError } from "../sealing/errors";
import { Kind } from "../sealing/kinds";
import { fileOpen, indexWrapOpen, jsonOpen, wrapOpen } from "../sealing/opening";
import type { Person, Worker } from "../sealing/people";
import { deskDirectoryBefore } from "./directories";
import { heldEpoch } from "./epochs";
import { requireDesk, requireVault } from "./keyring";

/** Who made something; `past` where they have been removed from the directory since. */
export interface MadeBy {
  readonly subject: Person | Worker;
  readonly past: boolean;
}

export interface OpenedSealed {
  readonly value: JsonValue;
  /** The bytes as received: what hashes are taken of. */
  readonly content: Bytes;
  /** Null for what submitters made, who sign nothing. */
  readonly by: MadeBy | null;
}

/** The content key of an envelope that is wrapped to an epoch. @throws NotForThisKey, Damaged */
function contentKey(sealed: SealedOut, kind: Kind): Bytes {
  if (sealed.wrap === null) throw new NotForThisKey("wrap");
  const { key } = heldEpoch(sealed.epoch);
  return wrapOpen({ key, keyIdOfRow: key.keyId, wrap: b64Decode(sealed.wrap), kind, ref: refBytes(sealed.id) });
}

interface Checked {
  readonly sealed: SealedOut;
  readonly kind: Kind;
  readonly ck: Bytes;
  readonly envelope: Bytes;
  readonly content: Bytes;
}

function makerIn(directory: DeskDirectory, { sealed, ...input }: Checked): Person | Worker {
  if (sealed.maker === null || sealed.signature === null) throw new Damaged("nobody signed this");
  return makerCheck({
    directory,
    makerKeyId: b64Decode(sealed.maker, 16),
    signature: b64Decode(sealed.signature, 64),
    ...input,
  });
}

/** Directories that were followed back so far, newest first; the chain makes each as good as the newest. */
let past: { readonly of: DeskDirectory; readonly before: DeskDirectory[]; ended: boolean } | null = null;

async function makerOf(checked: Checked): Promise<MadeBy> {
  const desk = requireDesk();
  try {
    return { subject: makerIn(desk, checked), past: false };
  } catch (error) {
    // Somebody unknown today may have been removed; anything else does not hold.
    if (!(error instanceof Refused) || desk.removed.length === 0) throw error;
    return { subject: await makerBefore(desk, checked, error), past: true };
  }
}

async function makerBefore(desk: DeskDirectory, checked: Checked, refused: Refused): Promise<Person | Worker> {
  if (past?.of !== desk) past = { of: desk, before: [], ended: false };
  const walk = past;
  for (let at = 0; ; at += 1) {
    let directory = walk.before[at];
    if (directory === undefined) {
      const next = walk.ended ? null : await deskDirectoryBefore(requireVault().unlocked.contents.root, walk.before[at - 1] ?? desk);
      if (next === null) {
        walk.ended = true;
        throw refused;
      }
      walk.before.push(next);
      directory = next;
    }
    try {
      return makerIn(directory, checked);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
}

/**
 * Opens JSON that staff or a worker made.
 * @throws SealingError; VaultClosed
 */
export async function sealedOpen(sealed: SealedOut, kind: Kind): Promise<OpenedSealed> {
  const ck = contentKey(sealed, kind);
  const envelope = b64Decode(sealed.envelope);
  const opened = jsonOpen({ ck, envelope, kind, ref: refBytes(sealed.id) });
  return { ...opened, by: await makerOf({ sealed, kind, ck, envelope, content: opened.content }) };
}

/** Opens JSON that a submitter's browser, or the web process for them, sealed. @throws SealingError; VaultClosed */
export function tipOpen(sealed: SealedOut, kind: typeof Kind.tip | typeof Kind.message): OpenedSealed {
  const ck = contentKey(sealed, kind);
  return { ...jsonOpen({ ck, envelope: b64Decode(sealed.envelope), kind, ref: refBytes(sealed.id) }), by: null };
}

/** Opens a row of a list under its epoch's index key: no X-Wing, so thousands open in a moment. @throws SealingError */
export async function rowOpen(sealed: SealedOut): Promise<OpenedSealed> {
  if (sealed.wrap === null) throw new NotForThisKey("wrap");
  const { indexKey } = heldEpoch(sealed.epoch);
  const ref = refBytes(sealed.id);
  const ck = indexWrapOpen({ indexKey, wrap: b64Decode(sealed.wrap), ref });
  const envelope = b64Decode(sealed.envelope);
  const kind = Kind.indexRow;
  const opened = jsonOpen({ ck, envelope, kind, ref });
  return { ...opened, by: await makerOf({ sealed, kind, ck, envelope, content: opened.content }) };
}

export interface OpenedFile {
  readonly bytes: Bytes;
  readonly ck: Bytes;
  readonly by: MadeBy;
}

/** Opens a file that a worker made, such as a PDF; `ck` is what an approver wraps on. @throws SealingError */
export async function madeFileOpen(sealed: SealedOut, kind: Kind): Promise<OpenedFile> {
  const ck = contentKey(sealed, kind);
  const envelope = b64Decode(sealed.envelope);
  const bytes = await fileOpen({ ck, envelope, kind, ref: refBytes(sealed.id) });
  return { bytes, ck, by: await makerOf({ sealed, kind, ck, envelope, content: bytes }) };
}

/** Why something did not open, as pages say it. */
export type OpenFault = "no_access" | "unsigned" | "damaged";

/** @returns null where the error is no matter of opening */
export function openFault(error: unknown): OpenFault | null {
  if (error instanceof NotForThisKey) return "no_access";
  if (error instanceof Refused) return "unsigned";
  return error instanceof SealingError ? "damaged" : null;
}
