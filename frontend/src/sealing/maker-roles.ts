/** Who may make which kind, by the desk directory. */
import { equalBytes } from "./bytes";
import type { DeskDirectory } from "./directories";
import { Refused } from "./errors";
import { Kind } from "./kinds";
import { type MakerVerifyInput, makerVerify } from "./makers";
import type { Person, Worker } from "./people";

const STAFF_KINDS: ReadonlySet<number> = new Set([
  Kind.reply,
  Kind.caseContent,
  Kind.caseFileSource,
  Kind.indexRow,
  Kind.draft,
]);
const WORKER_KINDS: ReadonlySet<number> = new Set([Kind.triageResult, Kind.safeCopy, Kind.indexRow, Kind.caseFilePdf]);

export interface MakerCheckInput extends Omit<MakerVerifyInput, "publicKey"> {
  readonly directory: DeskDirectory;
  /** The maker's key id beside the envelope, 16 bytes. */
  readonly makerKeyId: Uint8Array;
  readonly kind: Kind;
}

/**
 * Who made an envelope, if the desk directory lets that one make this kind.
 * @throws Refused where nobody of that key may; Damaged where the signature does not hold
 */
export function makerCheck({ directory, kind, makerKeyId, ...input }: MakerCheckInput): Person | Worker {
  const staff = directory.people.filter(({ role }) => role !== "partner" && STAFF_KINDS.has(kind));
  const workers = directory.workers.filter(() => WORKER_KINDS.has(kind));
  const maker = [...staff, ...workers].find(({ signKeyId }) => equalBytes(signKeyId, makerKeyId));
  if (maker === undefined) throw new Refused("nobody of this key may make this kind");
  makerVerify({ ...input, publicKey: maker.signKey });
  return maker;
}
