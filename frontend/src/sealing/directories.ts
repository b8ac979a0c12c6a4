/** The public and the desk directory: building, signing, and believing them. */
import { type Bytes, equalBytes } from "./bytes";
import { b64Encode, canonicalJson, hexEncode, type JsonValue, parseJson } from "./encoding";
import { Damaged, Refused } from "./errors";
import { Fields, hexItem } from "./fields";
import { sha256 } from "./hashing";
import { keyId, signPublic, XWING_PUBLIC_BYTES } from "./keys";
import { Kind } from "./kinds";
import { type MakerVerifyInput, makerVerify, requireSigned, signLabeled } from "./makers";
import {
  certificateRead,
  certificateValue,
  type EndorsedEntry,
  endorsedRead,
  endorsedValue,
  entryVerify,
  type Lead,
  leadVerify,
  type Person,
  type Signature,
  signatureRead,
  signatureValue,
  type SignedCertificate,
  type Worker,
} from "./people";

const LABEL = "vigia directory v1";
/** A vault keeps a serial in four bytes. */
const MOST_SERIAL = 0xffff_ffff;

/** The form in which the API carries a directory. */
export interface DirectoryTransport {
  readonly body: string;
  readonly signatures: readonly { readonly key: string; readonly sig: string }[];
}

/** The highest directory that a browser has seen; null on the very first contact. */
export interface KnownDirectory {
  readonly serial: number;
  /** SHA-256 of its bytes. */
  readonly sha256: Uint8Array;
}

/** An epoch as submitters see it; days are `YYYY-MM-DD`, both ends included. */
export interface PublicEpoch {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly publicKey: Bytes;
  readonly keyId: Bytes;
  readonly acceptFrom: string;
  readonly acceptUntil: string;
}

export interface DeskEpoch extends PublicEpoch {
  readonly destroyOn: string;
}

interface Verified {
  readonly serial: number;
  /** SHA-256 of the body, 32 bytes. */
  readonly sha256: Bytes;
  /** Hexadecimal SHA-256 of the predecessor, or "" for the first. */
  readonly previous: string;
  readonly validUntil: string;
  /** 32 hexadecimal digits. */
  readonly desk: string;
  readonly leads: readonly Lead[];
  /** What the next directory carries on unchanged. */
  readonly certificates: readonly SignedCertificate[];
  /** The bytes as received. */
  readonly body: Bytes;
}

export interface DeskDirectory extends Verified {
  readonly type: "desk";
  readonly people: readonly Person[];
  readonly workers: readonly Worker[];
  readonly endorsed: readonly EndorsedEntry[];
  readonly epochs: readonly DeskEpoch[];
  /** Users who were removed, 32 hexadecimal digits each. */
  readonly removed: readonly string[];
}

export interface PublicDirectory extends Verified {
  readonly type: "public";
  /** 32 bytes, the same for the whole life of the desk. */
  readonly receiptSalt: Bytes;
  readonly epochs: readonly PublicEpoch[];
}

interface BuildInput {
  readonly serial: number;
  /** SHA-256 of the predecessor's bytes; null for the first. */
  readonly previous: Uint8Array | null;
  readonly validUntil: string;
  readonly desk: string;
  readonly leads: readonly SignedCertificate[];
}

export interface DeskDirectoryInput extends BuildInput {
  readonly entries: readonly EndorsedEntry[];
  readonly epochs: readonly Omit<DeskEpoch, "keyId">[];
  readonly removed: readonly string[];
}

export interface PublicDirectoryInput extends BuildInput {
  readonly receiptSalt: Uint8Array;
  readonly epochs: readonly Omit<PublicEpoch, "keyId">[];
}

function commonValue(input: BuildInput): Record<string, JsonValue> {
  const { serial } = input;
  if (serial < 1 || serial > MOST_SERIAL || (serial === 1) !== (input.previous === null)) {
    throw new Refused("serials count from 1, and the first directory alone has no predecessor");
  }
  return {
    v: 1,
    serial,
    previous: input.previous === null ? "" : hexEncode(input.previous),
    valid_until: input.validUntil,
    desk: input.desk,
    leads: input.leads.map(certificateValue),
  };
}

function epochValue(epoch: Omit<PublicEpoch, "keyId">): Record<string, JsonValue> {
  return {
    id: epoch.id,
    key: b64Encode(epoch.publicKey),
    accept_from: epoch.acceptFrom,
    accept_until: epoch.acceptUntil,
  };
}

/** The bytes of a desk directory, to be signed. */
export function deskDirectoryBuild(input: DeskDirectoryInput): Bytes {
  return canonicalJson({
    ...commonValue(input),
    type: "desk",
    entries: input.entries.map(endorsedValue),
    epochs: input.epochs.map((epoch) => ({ ...epochValue(epoch), destroy_on: epoch.destroyOn })),
    removed: [...input.removed].sort(),
  });
}

/** The bytes of a public directory, to be signed. */
export function publicDirectoryBuild(input: PublicDirectoryInput): Bytes {
  return canonicalJson({
    ...commonValue(input),
    type: "public",
    receipt_salt: b64Encode(input.receiptSalt),
    epochs: input.epochs.map(epochValue),
  });
}

/** Signs a directory's bytes with one lead's signing seed, or more. */
export function directorySign(body: Uint8Array, ...signSeeds: readonly Uint8Array[]): DirectoryTransport {
  const signatures: Signature[] = signSeeds.map((seed) => ({
    key: signPublic(seed),
    sig: signLabeled(seed, LABEL, body),
  }));
  return { body: b64Encode(body), signatures: signatures.map(signatureValue) };
}

export interface DirectoryVerifyInput {
  /** The organisation root, 32 bytes: pinned in the vault, or compiled into a public page. */
  readonly root: Uint8Array;
  readonly transport: DirectoryTransport;
  /** The reader's day, `YYYY-MM-DD`; null only for a past directory that a statement names. */
  readonly today: string | null;
  readonly known: KnownDirectory | null;
}

export interface DeskDirectoryVerifyInput extends DirectoryVerifyInput {
  /**
   * The last directory that the reader believed, where it is still at hand: then somebody who was
   * removed there can neither come back nor sign what follows.
   */
  readonly following?: DeskDirectory | null;
}

/**
 * A desk directory that may be acted on: signed by leads whom the root certified, not run out, no step back.
 * @throws Refused, Damaged, UnknownVersion: stop sealing then, and say so
 */
export function deskDirectoryVerify(input: DeskDirectoryVerifyInput): DeskDirectory {
  const { body, signatures } = transportRead(input.transport);
  const directory = deskRead(body, signatures, input.root);
  const before = input.following ?? null;
  if (before !== null) followingVerify(directory, signatures, before);
  const knownIsNewer = before === null || (input.known !== null && input.known.serial >= before.serial);
  stepVerify(directory, input.today, knownIsNewer ? input.known : before);
  return directory;
}

/** A public directory that may be acted on. @throws Refused, Damaged, UnknownVersion: stop sealing then */
export function publicDirectoryVerify(input: DirectoryVerifyInput): PublicDirectory {
  const { body, signatures } = transportRead(input.transport);
  const directory = publicRead(body, signatures, input.root);
  stepVerify(directory, input.today, input.known);
  return directory;
}

/** Either of the two, for who treats them alike. */
export function directoryVerify(input: DirectoryVerifyInput, type: "desk"): DeskDirectory;
export function directoryVerify(input: DirectoryVerifyInput, type: "public"): PublicDirectory;
export function directoryVerify(input: DirectoryVerifyInput, type: "desk" | "public"): DeskDirectory | PublicDirectory {
  return type === "desk" ? deskDirectoryVerify(input) : publicDirectoryVerify(input);
}

/** Reads a transport from JSON, such as a file that somebody carried: these two fields and no others. @throws Damaged */
export function transportParse(value: JsonValue): DirectoryTransport {
  const fields = new Fields(value, ["body", "signatures"]);
  return { body: b64Encode(fields.b64("body")), signatures: fields.list("signatures", signatureRead).map(signatureValue) };
}

function transportRead(transport: DirectoryTransport): { body: Bytes; signatures: Signature[] } {
  // What an API handed over is of this type only if it says so, and more may stand beside the two fields.
  const { body, signatures } = transport;
  const fields = new Fields({ body, signatures }, ["body", "signatures"]);
  return { body: fields.b64("body"), signatures: fields.list("signatures", signatureRead) };
}

function signaturesVerify(signatures: readonly Signature[], body: Bytes, leads: readonly Lead[]): void {
  if (signatures.length === 0) throw new Refused("nobody signed the directory");
  for (const { key, sig } of signatures) {
    if (!leads.some(({ signKey }) => equalBytes(signKey, key))) throw new Refused("signed by no certified lead");
    requireSigned("the directory's signature does not hold", key, sig, LABEL, body);
  }
}

function stepVerify(directory: Verified, today: string | null, known: KnownDirectory | null): void {
  if (today !== null && directory.validUntil < today) throw new Refused("the directory has run out");
  if (known === null) return;
  if (directory.serial < known.serial) throw new Refused("the directory goes back");
  if (directory.serial === known.serial && !equalBytes(directory.sha256, known.sha256)) {
    throw new Refused("two directories of one serial");
  }
  if (directory.serial === known.serial + 1 && directory.previous !== hexEncode(known.sha256)) {
    throw new Refused("the directory's chain is broken");
  }
}

function followingVerify(directory: DeskDirectory, signatures: readonly Signature[], before: DeskDirectory): void {
  if (directory.desk !== before.desk || !before.removed.every((user) => directory.removed.includes(user))) {
    throw new Refused("another desk, or somebody who was removed is forgotten");
  }
  // A certificate of the root never runs out; without this, a lead who was removed could sign themselves in again.
  const known = signatures.some(({ key }) => before.leads.some(({ signKey }) => equalBytes(signKey, key)));
  if (directory.serial > before.serial && !known) throw new Refused("signed by nobody who was a lead before");
}

const COMMON = ["serial", "previous", "valid_until", "desk", "leads"] as const;

function commonRead(fields: Fields, body: Bytes, root: Uint8Array, epochs: readonly PublicEpoch[]): Verified {
  const serial = fields.integer("serial", 1, MOST_SERIAL);
  const previous = serial === 1 ? fields.text("previous") : fields.hex("previous", 32);
  if (serial === 1 && previous !== "") throw new Damaged("the first directory has no predecessor");
  const certificates = fields.list("leads", certificateRead);
  const leads = certificates.map((certificate) => leadVerify(certificate, root));
  distinct(leads.map(({ user }) => user));
  distinct(leads.map(({ signKey }) => hexEncode(signKey)));
  distinct(epochs.map(({ id }) => id));
  distinct(epochs.map(({ publicKey }) => hexEncode(publicKey)));
  if (epochs.some(({ acceptFrom, acceptUntil }) => acceptFrom > acceptUntil)) throw new Refused("days out of order");
  return {
    serial,
    sha256: sha256(body),
    previous,
    validUntil: fields.day("valid_until"),
    desk: fields.hex("desk", 16),
    leads,
    certificates,
    body,
  };
}

function deskRead(body: Bytes, signatures: readonly Signature[], root: Uint8Array): DeskDirectory {
  const fields = Fields.versioned(parseJson(body), [...COMMON, "entries", "epochs", "removed"], "desk");
  const epochs = fields.list("epochs", (value) => {
    const epoch = new Fields(value, [...EPOCH, "destroy_on"]);
    return { ...epochRead(epoch), destroyOn: epoch.day("destroy_on") };
  });
  const common = commonRead(fields, body, root, epochs);
  if (epochs.some(({ acceptUntil, destroyOn }) => acceptUntil > destroyOn)) throw new Refused("days out of order");
  signaturesVerify(signatures, body, common.leads);
  const endorsed = fields.list("entries", endorsedRead);
  const subjects = endorsed.map((entry) => entryVerify(entry, common.leads, root));
  const people = subjects.filter((subject) => subject.type === "person");
  const workers = subjects.filter((subject) => subject.type === "worker");
  distinct(subjects.map((subject) => (subject.type === "person" ? subject.user : subject.worker)));
  distinct(subjects.map(({ signKey }) => hexEncode(signKey)));
  distinct(subjects.map(({ sealKey }) => hexEncode(sealKey)));
  const removed = fields.list("removed", hexItem(16));
  distinct(removed);
  if ([...people, ...common.leads].some(({ user }) => removed.includes(user))) {
    throw new Refused("a removed person is in the directory");
  }
  return { type: "desk", ...common, people, workers, endorsed, epochs, removed };
}

function publicRead(body: Bytes, signatures: readonly Signature[], root: Uint8Array): PublicDirectory {
  const fields = Fields.versioned(parseJson(body), [...COMMON, "receipt_salt", "epochs"], "public");
  const epochs = fields.list("epochs", (value) => epochRead(new Fields(value, EPOCH)));
  const common = commonRead(fields, body, root, epochs);
  signaturesVerify(signatures, body, common.leads);
  return { type: "public", ...common, receiptSalt: fields.b64("receipt_salt", 32), epochs };
}

const EPOCH = ["id", "key", "accept_from", "accept_until"] as const;

function epochRead(fields: Fields): PublicEpoch {
  const publicKey = fields.b64("key", XWING_PUBLIC_BYTES);
  return {
    id: fields.hex("id", 16),
    publicKey,
    keyId: keyId(publicKey),
    acceptFrom: fields.day("accept_from"),
    acceptUntil: fields.day("accept_until"),
  };
}

function distinct(items: readonly string[]): void {
  if (new Set(items).size !== items.length) throw new Refused("an entry is there twice");
}

/**
 * The epoch to seal to on a day: of those that accept, the one that began last; of those that began on one
 * day, the one that the directory names last, so that removing a person rotates at once on any day.
 * @throws Refused where none does
 */
export function currentEpoch<T extends PublicEpoch>(epochs: readonly T[], today: string): T {
  const open = epochs.filter(({ acceptFrom, acceptUntil }) => acceptFrom <= today && today <= acceptUntil);
  let latest: T | undefined;
  for (const one of open) if (latest === undefined || one.acceptFrom >= latest.acceptFrom) latest = one;
  if (latest === undefined) throw new Refused("no epoch accepts on this day");
  return latest;
}

/** The epoch of a wrap's key id. @throws Refused where the directory has none */
export function epochOfKey<T extends PublicEpoch>(epochs: readonly T[], epochKeyId: Uint8Array): T {
  const epoch = epochs.find(({ keyId: own }) => equalBytes(own, epochKeyId));
  if (epoch === undefined) throw new Refused("no epoch has this key");
  return epoch;
}

/** The people of an organisation, to wrap to. `organisation` is 32 hexadecimal digits. */
export function membersOf(directory: DeskDirectory, organisation: string): Person[] {
  return directory.people.filter((person) => person.organisation === organisation);
}

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
