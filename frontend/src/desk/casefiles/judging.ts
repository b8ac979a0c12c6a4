/** What an approver's browser opens and checks before it signs, and what it signs then. */
import type { ApprovalIn, PdfOut, PdfWrapIn, ReleaseOut, RevisionOut } from "../../api/types";
import { type Bytes, equalBytes } from "../../sealing/bytes";
import { membersOf } from "../../sealing/directories";
import { b64Decode, b64Encode, hexEncode, refBytes } from "../../sealing/encoding";
import { Refused } from "../../sealing/errors";
import { sha256 } from "../../sealing/hashing";
import { Kind } from "../../sealing/kinds";
import type { Person, Worker } from "../../sealing/people";
import { countersignVerify, type S1, s1Read, s1Verify, type S2, s2Read, s2Sign, s2Verify, type SignedStatement } from "../../sealing/statements";
import { wrapSeal } from "../../sealing/wraps";
import { hexOf } from "../../vault/ids";
import { requireDesk, requireMe, requireVault } from "../../vault/keyring";
import { namedDirectory } from "../../vault/namedDirectory";
import { madeFileOpen, type OpenedSealed, sealedOpen } from "../../vault/opening";
import { BREAK, fold, occurrences } from "../redact/folding";
import { needlesOf } from "../redact/needles";
import { type CaseFileSource, type Redactions, redactionsRead, sourceRead, sourceTexts } from "./contents";

/** One organisation's PDF, opened. */
export interface OpenedPdf {
  readonly out: PdfOut;
  /** 32 digits. */
  readonly organisation: string;
  readonly bytes: Bytes;
  readonly ck: Bytes;
  readonly sha256: string;
}

/** A revision whose statement, source and redaction list belong together. */
export interface OpenedRevision {
  readonly s1: S1;
  readonly author: Person;
  readonly source: CaseFileSource;
  readonly redactions: Redactions;
  /** How many redacted values could still be read in the source: always 0 where the author's page did its work. */
  readonly leaks: number;
}

export function firstOf(revision: RevisionOut): SignedStatement {
  return { statement: b64Decode(revision.s1), signature: b64Decode(revision.s1_signature, 64) };
}

function byAuthor({ by }: OpenedSealed, s1: S1): void {
  if (by?.subject.type !== "person" || by.subject.user !== s1.author) throw new Refused("sealed by somebody else");
}

/** How many of the values stand somewhere in the texts, by the rules of the leak gate. */
export function valuesReadable(values: readonly string[], texts: readonly string[]): number {
  const plain = fold(texts.join("\n"));
  const whole = texts.join("\n").replaceAll(BREAK, "");
  return values.filter((value) =>
    needlesOf(value).some(({ letters, wholeWords, literal }) =>
      letters === "" ? whole.includes(literal) : occurrences(plain, letters, wholeWords).length > 0,
    ),
  ).length;
}

/**
 * Opens a revision and holds it against its author's statement.
 * @param caseFile the case file's id, of which the statement must be
 * @throws Refused, Damaged, NotForThisKey; VaultClosed, Problem
 */
export async function revisionOpen(caseFile: string, revision: RevisionOut): Promise<OpenedRevision> {
  const first = firstOf(revision);
  const directory = await namedDirectory(s1Read(first.statement).directory);
  const { s1, author } = s1Verify({ ...first, directory });
  if (s1.caseFile !== hexOf(caseFile) || s1.revision !== revision.number) throw new Refused("S1 is of another revision");
  const source = await sealedOpen(revision.source, Kind.caseFileSource);
  const redactions = await sealedOpen(revision.redactions, Kind.caseContent);
  byAuthor(source, s1);
  byAuthor(redactions, s1);
  if (hexEncode(sha256(source.content)) !== s1.sourceSha256) throw new Refused("another source than was signed");
  if (hexEncode(sha256(redactions.content)) !== s1.redactionsSha256) throw new Refused("another list than was signed");
  const read = { source: sourceRead(source.value), redactions: redactionsRead(redactions.value) };
  for (const one of [read.source, read.redactions]) {
    if (one.caseFile !== s1.caseFile || one.revision !== s1.revision) throw new Refused("of another revision");
  }
  if (read.source.tlp !== s1.tlp) throw new Refused("another label than was signed");
  return { s1, author, ...read, leaks: valuesReadable(read.redactions.values, sourceTexts(read.source)) };
}

/**
 * Opens every PDF; each must be a worker's, and there must be exactly one for each organisation of S1.
 * @throws Refused, Damaged, NotForThisKey; VaultClosed, Problem
 */
export async function pdfsOpen(revision: RevisionOut, s1: S1): Promise<OpenedPdf[]> {
  const pdfs: OpenedPdf[] = [];
  for (const out of revision.pdfs) {
    const { bytes, ck } = await madeFileOpen(out.sealed, Kind.caseFilePdf);
    pdfs.push({ out, organisation: hexOf(out.organisation), bytes, ck, sha256: hexEncode(sha256(bytes)) });
  }
  const made = pdfs.map(({ organisation }) => organisation).sort();
  if (made.join() !== s1.organisations.join()) throw new Refused("the PDFs are for others than was signed");
  return pdfs.sort((one, other) => (one.organisation < other.organisation ? -1 : 1));
}

/** An organisation of the case file has nobody with an admitted key yet: nobody could open its copy. */
export class NobodyThere extends Error {
  /** 32 digits. */
  readonly organisation: string;

  constructor(organisation: string) {
    super("an organisation without members");
    this.name = "NobodyThere";
    this.organisation = organisation;
  }
}

/** Every PDF's key, wrapped for every member of its organisation in the verified directory. @throws NobodyThere */
function memberWraps(pdfs: readonly OpenedPdf[]): PdfWrapIn[] {
  const desk = requireDesk();
  return pdfs.flatMap(({ out, organisation, ck }) => {
    const members = membersOf(desk, organisation);
    if (members.length === 0) throw new NobodyThere(organisation);
    return members.map(({ sealKey }) => {
      const wrap = wrapSeal({ publicKey: sealKey, ck, kind: Kind.caseFilePdf, ref: refBytes(out.sealed.id) });
      return { pdf: out.sealed.id, key_id: b64Encode(wrap.keyId), wrap: b64Encode(wrap.wrap) };
    });
  });
}

/**
 * Signs S2 over what was opened here.
 * @throws Refused where the approver is the author; NobodyThere; VaultClosed
 */
export function approvalMake(revision: RevisionOut, pdfs: readonly OpenedPdf[], expires: string): ApprovalIn {
  const desk = requireDesk();
  const { signKey } = requireVault();
  const first = firstOf(revision);
  const s2: S2 = {
    s1: hexEncode(sha256(first.statement)),
    pdfs: pdfs.map(({ organisation, out, sha256: hash }) => ({ organisation, copy: out.copy_id, sha256: hash })),
    expires,
    directory: hexEncode(desk.sha256),
    approver: hexOf(requireMe().user_id),
  };
  const signed = s2Sign(s2, signKey.seed);
  // What the worker and the partners will check, checked before it goes: a lead, and not the author.
  s2Verify({ ...signed, s1: first.statement, directory: desk });
  return {
    s2: b64Encode(signed.statement),
    s2_key: b64Encode(signKey.publicKey),
    s2_signature: b64Encode(signed.signature),
    wraps: memberWraps(pdfs),
  };
}

export interface CheckedRelease {
  readonly s2: S2;
  readonly approver: Person;
  /** Null while the worker has not countersigned. */
  readonly worker: Worker | null;
}

/** Holds a stored release against its signatures. @throws Refused, Damaged; VaultClosed, Problem */
export async function releaseOpen(revision: RevisionOut, release: ReleaseOut): Promise<CheckedRelease> {
  const first = firstOf(revision);
  const second = { statement: b64Decode(release.s2), signature: b64Decode(release.s2_signature, 64) };
  const directory = await namedDirectory(s2Read(second.statement).directory);
  const { s2, approver } = s2Verify({ ...second, s1: first.statement, directory });
  if (s2.expires !== release.expires) throw new Refused("another last day than was signed");
  if (release.countersignature === null || release.countersigned_by === null) return { s2, approver, worker: null };
  const countersignature = b64Decode(release.countersignature, 64);
  const worker = countersignVerify({ first, second, countersignature, directory });
  if (!equalBytes(worker.signKey, b64Decode(release.countersigned_by, 32))) throw new Refused("another worker");
  return { s2, approver, worker };
}
