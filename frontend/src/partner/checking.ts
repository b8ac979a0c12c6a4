/** Everything that must hold before a copy is shown as genuine, in order, so that the page can say what did not. */
import type { ReleaseFull } from "../api/partner";
import type { DirectoryOut } from "../api/types";
import { type Bytes, equalBytes } from "../sealing/bytes";
import { type DeskDirectory, deskDirectoryVerify, makerCheck } from "../sealing/directories";
import { b64Decode, b64Encode, canonicalJson, hexEncode, refBytes } from "../sealing/encoding";
import { Refused, SealingError } from "../sealing/errors";
import { sha256 } from "../sealing/hashing";
import type { SealKey } from "../sealing/keys";
import { Kind } from "../sealing/kinds";
import { fileOpen, wrapOpen } from "../sealing/opening";
import { countersignVerify, releaseVerify, s1Read, s1Verify, s2Read, s2Verify, type VerifiedRelease } from "../sealing/statements";

/** What was checked when it failed. */
export type Check =
  | "directory"
  | "author"
  | "approver"
  | "worker"
  | "own"
  | "opened"
  | "maker"
  | "changed"
  | "expired"
  | "listed";

export class CheckFailed extends Error {
  readonly check: Check;

  constructor(check: Check) {
    super(`check: ${check}`);
    this.name = "CheckFailed";
    this.check = check;
  }
}

async function holds<Value>(check: Check, step: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof SealingError) throw new CheckFailed(check);
    throw error;
  }
}

export interface CheckInput {
  readonly full: ReleaseFull;
  /** The reader's organisation, 32 digits. */
  readonly organisation: string;
  readonly sealKey: SealKey;
  /** The organisation root that the vault pins, 32 bytes. */
  readonly root: Bytes;
  /** The directory that this page believes, and its chain: a directory outside of it proves nothing. */
  readonly believed: DeskDirectory;
  readonly named: (hash: string) => Promise<DeskDirectory>;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

export interface Checked {
  readonly release: VerifiedRelease;
  readonly pdf: Bytes;
  /** The signature file, as docs/case-file-signature.md describes it. */
  readonly signatures: Bytes;
}

async function directoryOf(hash: string, transport: DirectoryOut, { root, named }: CheckInput): Promise<DeskDirectory> {
  const directory = deskDirectoryVerify({ root, transport, today: null, known: null });
  if (hexEncode(directory.sha256) !== hash) throw new Refused("another directory than was signed for");
  return named(hash);
}

async function pdfOpen({ full, sealKey }: CheckInput): Promise<{ pdf: Bytes; ck: Bytes; envelope: Bytes }> {
  const ref = refBytes(full.pdf.id);
  const kind = Kind.caseFilePdf;
  const ck = wrapOpen({ key: sealKey, keyIdOfRow: sealKey.keyId, wrap: b64Decode(full.pdf.wrap), kind, ref });
  const envelope = b64Decode(full.pdf.envelope);
  return { pdf: await fileOpen({ ck, envelope, kind, ref }), ck, envelope };
}

/** Made by a worker of today's directory, or of the one in which the release was approved. */
function madeByWorker(full: ReleaseFull, directories: readonly DeskDirectory[], opened: { pdf: Bytes; ck: Bytes; envelope: Bytes }): void {
  const makerKeyId = b64Decode(full.pdf.maker, 16);
  const directory = directories.find(({ workers }) => workers.some(({ signKeyId }) => equalBytes(signKeyId, makerKeyId)));
  if (directory === undefined) throw new Refused("no worker of the desk made this");
  makerCheck({
    directory,
    makerKeyId,
    kind: Kind.caseFilePdf,
    envelope: opened.envelope,
    ck: opened.ck,
    content: opened.pdf,
    signature: b64Decode(full.pdf.signature, 64),
  });
}

/** What the list says must be what was signed: an edited row fails here. */
function asListed({ row, pdf, countersigned_by, s1_key, s2_key }: ReleaseFull, release: VerifiedRelease): void {
  const { s1, s2, copy, author, approver, worker } = release;
  const same =
    row.tlp === s1.tlp &&
    row.expires === s2.expires &&
    row.revision === s1.revision &&
    pdf.copy_id === copy &&
    equalBytes(b64Decode(countersigned_by, 32), worker.signKey) &&
    equalBytes(b64Decode(s1_key, 32), author.signKey) &&
    equalBytes(b64Decode(s2_key, 32), approver.signKey);
  if (!same) throw new Refused("the list says something else than was signed");
}

function signatureFile(input: CheckInput, release: VerifiedRelease): Bytes {
  const { full, root, organisation } = input;
  const transports = [full.s1_directory, ...(release.s1.directory === release.s2.directory ? [] : [full.s2_directory])];
  return canonicalJson({
    format: "vigia release 1",
    root: b64Encode(root),
    organisation,
    s1: full.s1,
    s1_signature: full.s1_signature,
    s2: full.s2,
    s2_signature: full.s2_signature,
    countersignature: full.countersignature,
    directories: transports.map(({ body, signatures }) => ({ body, signatures: signatures.map(({ key, sig }) => ({ key, sig })) })),
  });
}

/**
 * Opens and checks one copy.
 * @throws CheckFailed with the first check that does not hold; Problem where the chain cannot be fetched
 */
export async function releaseCheck(input: CheckInput): Promise<Checked> {
  const { full, organisation, believed, today } = input;
  const first = await holds("author", () => ({ statement: b64Decode(full.s1), signature: b64Decode(full.s1_signature, 64) }));
  const second = await holds("approver", () => ({ statement: b64Decode(full.s2), signature: b64Decode(full.s2_signature, 64) }));
  const countersignature = await holds("worker", () => b64Decode(full.countersignature, 64));
  const s1 = await holds("author", () => s1Read(first.statement));
  const s2 = await holds("approver", () => s2Read(second.statement));
  const before = await holds("directory", () => directoryOf(s1.directory, full.s1_directory, input));
  const directory = await holds("directory", () => directoryOf(s2.directory, full.s2_directory, input));
  await holds("author", () => s1Verify({ ...first, directory: before }));
  await holds("approver", () => s2Verify({ ...second, s1: first.statement, directory }));
  await holds("worker", () => countersignVerify({ first, second, countersignature, directory }));
  const own = s2.pdfs.find((pdf) => pdf.organisation === organisation);
  if (own === undefined) throw new CheckFailed("own");
  const opened = await holds("opened", () => pdfOpen(input));
  await holds("maker", () => { madeByWorker(full, [believed, directory, before], opened); });
  if (own.sha256 !== hexEncode(sha256(opened.pdf))) throw new CheckFailed("changed");
  if (s2.expires < today) throw new CheckFailed("expired");
  // The one function that decides; what it refuses beyond the steps above is refused here.
  const release = await holds("approver", () =>
    releaseVerify({ first, second, countersignature, directories: [before, directory], organisation, pdf: opened.pdf, today }),
  );
  await holds("listed", () => { asListed(full, release); });
  return { release, pdf: opened.pdf, signatures: signatureFile(input, release) };
}

/** The name under which a copy is saved: number and copy, nothing of the content. */
export function fileName(number: string, copy: string, ending: string): string {
  return `${number}-${copy}.${ending}`.replace(/[^A-Za-z0-9.-]/gu, "-");
}
