/** Lead certificates, directory entries and their endorsements. */
import { type Bytes, concat, equalBytes } from "./bytes";
import { b64Encode, canonicalJson, type JsonObject, type JsonValue, parseJson } from "./encoding";
import { Refused } from "./errors";
import { Fields } from "./fields";
import { keyId, signPublic, XWING_PUBLIC_BYTES } from "./keys";
import { requireSigned, signLabeled, verifyLabeled } from "./makers";

export const ROLES = ["case_worker", "lead", "partner"] as const;
export type Role = (typeof ROLES)[number];

const LEAD_LABEL = "vigia lead v1";
const ENTRY_LABEL = "vigia entry v1";

/** An Ed25519 public key (32 bytes) and a signature by it (64 bytes). */
export interface Signature {
  readonly key: Bytes;
  readonly sig: Bytes;
}

/** A lead's certificate: its bytes, and the root's signature over them. */
export interface SignedCertificate {
  readonly cert: Bytes;
  readonly sig: Bytes;
}

/** An entry's bytes and who endorsed them. */
export interface EndorsedEntry {
  readonly entry: Bytes;
  readonly by: readonly Signature[];
}

/** A lead whom the root certified. `user` is 32 hexadecimal digits. */
export interface Lead {
  readonly user: string;
  readonly signKey: Bytes;
  readonly issued: string;
}

interface Keys {
  readonly signKey: Bytes;
  readonly sealKey: Bytes;
  /** First 16 bytes of BLAKE2b-256 of each key: what rows name. */
  readonly signKeyId: Bytes;
  readonly sealKeyId: Bytes;
}

export interface Person extends Keys {
  readonly type: "person";
  readonly user: string;
  readonly organisation: string;
  readonly role: Role;
}

export interface Worker extends Keys {
  readonly type: "worker";
  readonly worker: string;
}

export interface LeadCertificateInput {
  readonly user: string;
  readonly signKey: Uint8Array;
  /** `YYYY-MM-DD`. */
  readonly issued: string;
}

/** The bytes that the root signs. */
export function leadCertificate({ user, signKey, issued }: LeadCertificateInput): Bytes {
  return canonicalJson({ v: 1, type: "lead", user, sign_key: b64Encode(signKey), issued });
}

export function leadCertify(input: LeadCertificateInput, rootSeed: Uint8Array): SignedCertificate {
  const cert = leadCertificate(input);
  return { cert, sig: signLabeled(rootSeed, LEAD_LABEL, cert) };
}

/** @throws Refused where the root did not sign it; Damaged, UnknownVersion */
export function leadVerify({ cert, sig }: SignedCertificate, root: Uint8Array): Lead {
  requireSigned("the root did not sign this lead", root, sig, LEAD_LABEL, cert);
  const fields = Fields.versioned(parseJson(cert), ["user", "sign_key", "issued"], "lead");
  return { user: fields.hex("user", 16), signKey: fields.b64("sign_key", 32), issued: fields.day("issued") };
}

export interface PersonInput {
  readonly user: string;
  readonly organisation: string;
  readonly role: Role;
  readonly signKey: Uint8Array;
  readonly sealKey: Uint8Array;
}

/** The bytes of a person's entry, which leads endorse. */
export function personEntry({ user, organisation, role, signKey, sealKey }: PersonInput): Bytes {
  const keys = { sign_key: b64Encode(signKey), seal_key: b64Encode(sealKey) };
  return canonicalJson({ v: 1, type: "person", user, organisation, role, ...keys });
}

export interface WorkerInput {
  readonly worker: string;
  readonly signKey: Uint8Array;
  readonly sealKey: Uint8Array;
}

export function workerEntry({ worker, signKey, sealKey }: WorkerInput): Bytes {
  return canonicalJson({ v: 1, type: "worker", worker, sign_key: b64Encode(signKey), seal_key: b64Encode(sealKey) });
}

/** A lead's (or the root's) word that an entry's keys were compared. */
export function entryEndorse(entry: Uint8Array, signSeed: Uint8Array): Signature {
  return { key: signPublic(signSeed), sig: signLabeled(signSeed, ENTRY_LABEL, entry) };
}

/** Whether this is that key's word for these bytes. Whose key it is, is the caller's to know. */
export function endorsementHolds(entry: Uint8Array, { key, sig }: Signature): boolean {
  try {
    verifyLabeled(key, sig, ENTRY_LABEL, entry);
    return true;
  } catch {
    return false;
  }
}

/** @throws Damaged, UnknownVersion */
export function entryRead(entry: Uint8Array): Person | Worker {
  const value = parseJson(entry);
  if (typeOf(value) === "worker") {
    const fields = Fields.versioned(value, ["worker", "sign_key", "seal_key"], "worker");
    return { type: "worker", worker: fields.hex("worker", 16), ...keysOf(fields) };
  }
  const fields = Fields.versioned(value, ["user", "organisation", "role", "sign_key", "seal_key"], "person");
  return {
    type: "person",
    user: fields.hex("user", 16),
    organisation: fields.hex("organisation", 16),
    role: fields.oneOf("role", ROLES),
    ...keysOf(fields),
  };
}

function typeOf(value: JsonValue): JsonValue | undefined {
  return value !== null && typeof value === "object" ? (value as JsonObject)["type"] : undefined;
}

function keysOf(fields: Fields): Keys {
  const signKey = fields.b64("sign_key", 32);
  const sealKey = fields.b64("seal_key", XWING_PUBLIC_BYTES);
  return { signKey, sealKey, signKeyId: keyId(signKey), sealKeyId: keyId(sealKey) };
}

/**
 * How many different certified leads must vouch for an entry of a role; the root's own word counts as
 * enough. Two for everybody whose key the root itself did not sign: one lead alone could else invent a
 * case worker, write as that one and approve as themselves.
 */
export function endorsementsNeeded(role: Role | "worker"): 1 | 2 {
  return role === "lead" ? 1 : 2;
}

/**
 * How many leads have yet to vouch for an entry.
 * @throws Refused where an endorsement does not hold or is by nobody certified; Damaged, UnknownVersion
 */
export function endorsementsMissing({ entry, by }: EndorsedEntry, leads: readonly Lead[], root: Uint8Array): number {
  const subject = entryRead(entry);
  const endorsers = new Set<string>();
  let byRoot = false;
  for (const { key, sig } of by) {
    const lead = leads.find(({ signKey }) => equalBytes(signKey, key));
    const isRoot = equalBytes(key, root);
    if (lead === undefined && !isRoot) throw new Refused("endorsed by nobody whom the root certified");
    requireSigned("an endorsement does not hold", key, sig, ENTRY_LABEL, entry);
    if (isRoot) byRoot = true;
    if (lead !== undefined) endorsers.add(lead.user);
  }
  if (byRoot) return 0;
  const needed = endorsementsNeeded(subject.type === "worker" ? "worker" : subject.role);
  return Math.max(0, needed - endorsers.size);
}

/**
 * An entry whose endorsements suffice: one for a lead, and the root's certificate for that very key; for
 * case workers, partners and workers those of two different leads. The root's own is enough for everybody.
 * With less, one lead could make up the second person that a release needs.
 * @throws Refused where they do not suffice or one does not hold; Damaged, UnknownVersion
 */
export function entryVerify(endorsed: EndorsedEntry, leads: readonly Lead[], root: Uint8Array): Person | Worker {
  const subject = entryRead(endorsed.entry);
  if (endorsementsMissing(endorsed, leads, root) > 0) throw new Refused("too few endorsements");
  if (subject.type === "person" && subject.role === "lead") {
    const certified = leads.find(({ signKey }) => equalBytes(signKey, subject.signKey));
    if (certified?.user !== subject.user) throw new Refused("a lead without the root's certificate");
  }
  return subject;
}

export function signatureRead(value: JsonValue): Signature {
  const fields = new Fields(value, ["key", "sig"]);
  return { key: fields.b64("key", 32), sig: fields.b64("sig", 64) };
}

export function certificateRead(value: JsonValue): SignedCertificate {
  const fields = new Fields(value, ["cert", "sig"]);
  return { cert: fields.b64("cert"), sig: fields.b64("sig", 64) };
}

export function endorsedRead(value: JsonValue): EndorsedEntry {
  const fields = new Fields(value, ["entry", "by"]);
  return { entry: fields.b64("entry"), by: fields.list("by", signatureRead) };
}

export function signatureValue({ key, sig }: Signature): { key: string; sig: string } {
  return { key: b64Encode(key), sig: b64Encode(sig) };
}

export function certificateValue({ cert, sig }: SignedCertificate): JsonObject {
  return { cert: b64Encode(cert), sig: b64Encode(sig) };
}

export function endorsedValue({ entry, by }: EndorsedEntry): JsonObject {
  return { entry: b64Encode(entry), by: by.map(signatureValue) };
}

/** What a lead's browser compares by voice before endorsing: signing key ‖ seal key. */
export function entryKeyMaterial(subject: { readonly signKey: Uint8Array; readonly sealKey: Uint8Array }): Bytes {
  return concat(subject.signKey, subject.sealKey);
}
