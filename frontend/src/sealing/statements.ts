/** The signed statements of a release: author (S1), approver (S2), worker (countersignature). */
import { type Bytes, equalBytes, u32be } from "./bytes";
import { canonicalJson, hexEncode, parseJson } from "./encoding";
import { Damaged, Refused } from "./errors";
import { Fields, hexItem } from "./fields";
import { sha256 } from "./hashing";
import type { DeskDirectory } from "./directories";
import { requireSigned, signLabeled, verifyLabeled } from "./makers";
import type { Person, Role, Worker } from "./people";

/** Traffic Light Protocol 2.0, FIRST; labels are never translated. */
export const TLP_LABELS = ["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"] as const;
export type Tlp = (typeof TLP_LABELS)[number];

const S1_LABEL = "vigia s1 v1";
const S2_LABEL = "vigia s2 v1";
const RELEASE_LABEL = "vigia release v1";

/** What is to be rendered for whom. Ids and hashes are lower-case hexadecimal. */
export interface S1 {
  readonly caseFile: string;
  readonly revision: number;
  /** SHA-256 of the JSON bytes of the source, before padding. */
  readonly sourceSha256: string;
  readonly redactionsSha256: string;
  readonly organisations: readonly string[];
  readonly tlp: Tlp;
  /** SHA-256 of the desk directory in which the author holds a role. */
  readonly directory: string;
  readonly author: string;
}

/** One organisation's copy. */
export interface ReleasedPdf {
  readonly organisation: string;
  /** The mark by which this copy is known. */
  readonly copy: string;
  readonly sha256: string;
}

/** What is approved. */
export interface S2 {
  /** SHA-256 of the bytes of S1. */
  readonly s1: string;
  readonly pdfs: readonly ReleasedPdf[];
  /** Last day, `YYYY-MM-DD`. */
  readonly expires: string;
  readonly directory: string;
  readonly approver: string;
}

/** A statement's bytes and the signature (64 bytes) over them. */
export interface SignedStatement {
  readonly statement: Bytes;
  readonly signature: Bytes;
}

function sorted(items: readonly string[]): string[] {
  return [...items].sort((one, other) => (one < other ? -1 : 1));
}

/** Writes and signs S1 with the author's Ed25519 seed. */
export function s1Sign(input: S1, signSeed: Uint8Array): SignedStatement {
  const statement = canonicalJson({
    v: 1,
    case_file: input.caseFile,
    revision: input.revision,
    source_sha256: input.sourceSha256,
    redactions_sha256: input.redactionsSha256,
    organisations: sorted(input.organisations),
    tlp: input.tlp,
    directory: input.directory,
    author: input.author,
  });
  s1Read(statement);
  return { statement, signature: signLabeled(signSeed, S1_LABEL, statement) };
}

/** Writes and signs S2 with the approver's Ed25519 seed. */
export function s2Sign(input: S2, signSeed: Uint8Array): SignedStatement {
  const pdfs = [...input.pdfs].sort((one, other) => (one.organisation < other.organisation ? -1 : 1));
  const statement = canonicalJson({
    v: 1,
    s1: input.s1,
    pdfs: pdfs.map(({ organisation, copy, sha256: hash }) => ({ organisation, copy, sha256: hash })),
    expires: input.expires,
    directory: input.directory,
    approver: input.approver,
  });
  s2Read(statement);
  return { statement, signature: signLabeled(signSeed, S2_LABEL, statement) };
}

/** @throws Damaged, UnknownVersion */
export function s1Read(statement: Uint8Array): S1 {
  const names = [
    "case_file",
    "revision",
    "source_sha256",
    "redactions_sha256",
    "organisations",
    "tlp",
    "directory",
    "author",
  ];
  const fields = Fields.versioned(parseJson(statement), names);
  const organisations = fields.list("organisations", hexItem(16));
  ascending(organisations);
  return {
    caseFile: fields.hex("case_file", 16),
    revision: fields.integer("revision", 1),
    sourceSha256: fields.hex("source_sha256", 32),
    redactionsSha256: fields.hex("redactions_sha256", 32),
    organisations,
    tlp: fields.oneOf("tlp", TLP_LABELS),
    directory: fields.hex("directory", 32),
    author: fields.hex("author", 16),
  };
}

/** @throws Damaged, UnknownVersion */
export function s2Read(statement: Uint8Array): S2 {
  const fields = Fields.versioned(parseJson(statement), ["s1", "pdfs", "expires", "directory", "approver"]);
  const pdfs = fields.list("pdfs", (value) => {
    const pdf = new Fields(value, ["organisation", "copy", "sha256"]);
    return { organisation: pdf.hex("organisation", 16), copy: pdf.text("copy"), sha256: pdf.hex("sha256", 32) };
  });
  ascending(pdfs.map(({ organisation }) => organisation));
  return {
    s1: fields.hex("s1", 32),
    pdfs,
    expires: fields.day("expires"),
    directory: fields.hex("directory", 32),
    approver: fields.hex("approver", 16),
  };
}

/** At least one, each once, in order: so that one set has one writing. */
function ascending(items: readonly string[]): void {
  if (items.length === 0 || items.some((item, at) => at > 0 && (items[at - 1] ?? "") >= item)) {
    throw new Damaged("order of organisations");
  }
}

const AUTHORS: readonly Role[] = ["case_worker", "lead"];
const APPROVERS: readonly Role[] = ["lead"];

/** A person with one of the roles in the directory that the statement names. */
function signerOf(user: string, roles: readonly Role[], directoryHash: string, directory: DeskDirectory): Person {
  if (hexEncode(directory.sha256) !== directoryHash) throw new Refused("another directory");
  const person = directory.people.find((candidate) => candidate.user === user);
  if (person === undefined || !roles.includes(person.role)) throw new Refused("the signer holds no role for this");
  return person;
}

export interface S1VerifyInput extends SignedStatement {
  /** The verified directory that S1 names. */
  readonly directory: DeskDirectory;
}

export interface VerifiedS1 {
  readonly s1: S1;
  readonly author: Person;
}

/** @throws Refused where the author may not or did not sign; Damaged, UnknownVersion */
export function s1Verify({ statement, signature, directory }: S1VerifyInput): VerifiedS1 {
  const s1 = s1Read(statement);
  const author = signerOf(s1.author, AUTHORS, s1.directory, directory);
  requireSigned("the signature of S1 does not hold", author.signKey, signature, S1_LABEL, statement);
  return { s1, author };
}

export interface S2VerifyInput extends SignedStatement {
  /** The bytes of the S1 that it approves. */
  readonly s1: Uint8Array;
  /** The verified directory that S2 names. */
  readonly directory: DeskDirectory;
}

export interface VerifiedS2 {
  readonly s2: S2;
  readonly approver: Person;
}

/** @throws Refused where it approves something else, or its signer is the author or no lead; Damaged, UnknownVersion */
export function s2Verify({ s1, statement, signature, directory }: S2VerifyInput): VerifiedS2 {
  const first = s1Read(s1);
  const s2 = s2Read(statement);
  if (s2.s1 !== hexEncode(sha256(s1))) throw new Refused("S2 approves another S1");
  if (s2.approver === first.author) throw new Refused("nobody approves their own case file");
  const served = s2.pdfs.map(({ organisation }) => organisation);
  if (served.join() !== first.organisations.join()) throw new Refused("S2 names other organisations than S1");
  const approver = signerOf(s2.approver, APPROVERS, s2.directory, directory);
  requireSigned("the signature of S2 does not hold", approver.signKey, signature, S2_LABEL, statement);
  return { s2, approver };
}

function releaseParts(first: SignedStatement, second: SignedStatement): Uint8Array[] {
  return [
    u32be(first.statement.length),
    first.statement,
    first.signature,
    u32be(second.statement.length),
    second.statement,
    second.signature,
  ];
}

/** The worker's signature over both statements and both signatures. */
export function countersign(first: SignedStatement, second: SignedStatement, workerSeed: Uint8Array): Bytes {
  return signLabeled(workerSeed, RELEASE_LABEL, ...releaseParts(first, second));
}

export interface CountersignVerifyInput {
  readonly first: SignedStatement;
  readonly second: SignedStatement;
  readonly countersignature: Uint8Array;
  readonly directory: DeskDirectory;
}

/** The worker that countersigned. @throws Refused where no worker of the directory did */
export function countersignVerify({ first, second, countersignature, directory }: CountersignVerifyInput): Worker {
  const parts = releaseParts(first, second);
  for (const worker of directory.workers) {
    try {
      verifyLabeled(worker.signKey, countersignature, RELEASE_LABEL, ...parts);
      return worker;
    } catch {
      // A desk may have several workers; the signature names none, so each is tried.
    }
  }
  throw new Refused("no worker of the directory countersigned");
}

export interface ReleaseVerifyInput {
  readonly first: SignedStatement;
  readonly second: SignedStatement;
  readonly countersignature: Uint8Array;
  /** The verified directories that S1 and S2 name; often one and the same. */
  readonly directories: readonly DeskDirectory[];
  /** The reader's organisation, 32 hexadecimal digits. */
  readonly organisation: string;
  /** The opened PDF. */
  readonly pdf: Uint8Array;
  /** The reader's day, `YYYY-MM-DD`. */
  readonly today: string;
}

export interface VerifiedRelease {
  readonly s1: S1;
  readonly s2: S2;
  readonly copy: string;
  readonly author: Person;
  readonly approver: Person;
  readonly worker: Worker;
}

/**
 * All that a partner's browser checks before it shows a case file as genuine.
 * @throws Refused, Damaged, UnknownVersion
 */
export function releaseVerify(input: ReleaseVerifyInput): VerifiedRelease {
  const { first, second, countersignature, directories, organisation, pdf, today } = input;
  const before = named(directories, s1Read(first.statement).directory);
  const directory = named(directories, s2Read(second.statement).directory);
  if (before.desk !== directory.desk) throw new Refused("the statements are of two desks");
  const { s1, author } = s1Verify({ ...first, directory: before });
  const { s2, approver } = s2Verify({ ...second, s1: first.statement, directory });
  if (equalBytes(author.signKey, approver.signKey)) throw new Refused("one key signed both statements");
  const worker = countersignVerify({ first, second, countersignature, directory });
  const released = s2.pdfs.find((candidate) => candidate.organisation === organisation);
  if (released === undefined) throw new Refused("not released to this organisation");
  if (released.sha256 !== hexEncode(sha256(pdf))) throw new Refused("another PDF than was approved");
  if (s2.expires < today) throw new Refused("the release has expired");
  return { s1, s2, copy: released.copy, author, approver, worker };
}

function named(directories: readonly DeskDirectory[], hash: string): DeskDirectory {
  const directory = directories.find(({ sha256: own }) => hexEncode(own) === hash);
  if (directory === undefined) throw new Refused("the directory that was signed for is missing");
  return directory;
}
