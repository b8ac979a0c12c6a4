/** The next version of both directories, built and signed in a lead's browser from the ones that were verified. */
import type { DirectoryIn } from "../api/types";
import { equalBytes } from "../sealing/bytes";
import {
  type DeskDirectory,
  type DeskEpoch,
  deskDirectoryBuild,
  directorySign,
  type PublicDirectory,
  publicDirectoryBuild,
} from "../sealing/directories";
import { Refused, SealingError } from "../sealing/errors";
import { entryEndorse, entryRead, entryVerify, type EndorsedEntry, leadVerify, type SignedCertificate } from "../sealing/people";
import { requireVault, today } from "./keyring";

/** Directories are renewed well before this many days are over, by whichever lead is reminded first. */
export const VALID_DAYS = 180;

/** `days` after a day, `YYYY-MM-DD`. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

export interface DirectoryChange {
  /** New entries, with endorsements that suffice; they take the place of entries of the same person or worker. */
  readonly add?: readonly EndorsedEntry[];
  readonly certificates?: readonly SignedCertificate[];
  /** Users to remove, 32 digits each. */
  readonly remove?: readonly string[];
  readonly epoch?: Omit<DeskEpoch, "keyId">;
  /** Epochs that the desk has destroyed, 32 digits each. */
  readonly destroyed?: readonly string[];
}

export interface NextDirectories {
  readonly desk: DirectoryIn;
  readonly public: DirectoryIn;
  /** Who stands in the new desk directory. */
  readonly entries: readonly EndorsedEntry[];
  /** Entries that lost a lead's word with that lead and have too few now: to be endorsed again. */
  readonly dropped: readonly EndorsedEntry[];
}

/** The desk before its first directories. */
export interface Beginning {
  /** The desk organisation, 32 digits. */
  readonly desk: string;
  /** 32 bytes. */
  readonly receiptSalt: Uint8Array;
}

function idOf(entry: EndorsedEntry): string {
  const subject = entryRead(entry.entry);
  return subject.type === "person" ? subject.user : subject.worker;
}

/**
 * Entries without the words of leads who are gone. Where an entry of the directory before is short then, this lead
 * vouches in their place, since two had compared its words. A new entry has to hold as it is: else a lead could
 * hand in keys of their own making, and have this browser give the second word for them unasked.
 */
function settle(
  entries: readonly EndorsedEntry[],
  added: readonly EndorsedEntry[],
  certificates: readonly SignedCertificate[],
): { kept: EndorsedEntry[]; dropped: EndorsedEntry[] } {
  const { unlocked, signKey } = requireVault();
  const { root } = unlocked.contents;
  const leads = certificates.map((certificate) => leadVerify(certificate, root));
  const holds = (entry: EndorsedEntry): boolean => {
    try {
      entryVerify(entry, leads, root);
      return true;
    } catch (error) {
      if (error instanceof SealingError) return false;
      throw error;
    }
  };
  const kept: EndorsedEntry[] = [];
  const dropped: EndorsedEntry[] = [];
  for (const { entry, by } of entries) {
    const still = by.filter(({ key }) => equalBytes(key, root) || leads.some((lead) => equalBytes(lead.signKey, key)));
    const mine = { entry, by: still };
    const vouched = { entry, by: [...still, entryEndorse(entry, signKey.seed)] };
    const already = still.some(({ key }) => equalBytes(key, signKey.publicKey));
    if (holds(mine)) kept.push(mine);
    else if (!already && holds(vouched)) kept.push(vouched);
    else dropped.push(mine);
  }
  for (const entry of added) entryVerify(entry, leads, root);
  return { kept: [...kept, ...added], dropped };
}

interface Before {
  readonly desk: DeskDirectory | null;
  readonly public: PublicDirectory | null;
}

/**
 * Builds and signs both next directories.
 * @throws Refused where this lead is not certified, or a new entry's endorsements do not suffice; VaultClosed
 */
export function directoriesNext(change: DirectoryChange, beginning?: Beginning): NextDirectories {
  const open = requireVault();
  const before: Before = open;
  const { root } = open.unlocked.contents;
  const removed = [...new Set([...(before.desk?.removed ?? []), ...(change.remove ?? [])])].sort();
  const gone = new Set(removed);
  const destroyed = new Set(change.destroyed ?? []);

  const certificates = uniqueCertificates([...(before.desk?.certificates ?? []), ...(change.certificates ?? [])], root, gone);
  if (!certificates.some((one) => equalBytes(leadVerify(one, root).signKey, open.signKey.publicKey))) {
    throw new Refused("this lead is not certified by the root");
  }
  const added = change.add ?? [];
  const replaced = new Set(added.map(idOf));
  const { kept, dropped } = settle(
    (before.desk?.endorsed ?? []).filter((entry) => !replaced.has(idOf(entry)) && !gone.has(idOf(entry))),
    added.filter((entry) => !gone.has(idOf(entry))),
    certificates,
  );
  const epochs = [...(before.desk?.epochs ?? []).filter(({ id }) => !destroyed.has(id)), ...(change.epoch === undefined ? [] : [change.epoch])];
  const desk = before.desk?.desk ?? beginning?.desk;
  const receiptSalt = before.public?.receiptSalt ?? beginning?.receiptSalt;
  if (desk === undefined || receiptSalt === undefined) throw new Refused("nothing to begin a directory with");

  const day = today();
  const common = { validUntil: dayAfter(day, VALID_DAYS), desk, leads: certificates };
  const deskBody = deskDirectoryBuild({
    ...common,
    serial: (before.desk?.serial ?? 0) + 1,
    previous: before.desk?.sha256 ?? null,
    entries: kept,
    epochs,
    removed,
  });
  const publicBody = publicDirectoryBuild({
    ...common,
    serial: (before.public?.serial ?? 0) + 1,
    previous: before.public?.sha256 ?? null,
    receiptSalt,
    epochs: epochs.filter(({ acceptUntil }) => acceptUntil >= day),
  });
  const { seed } = open.signKey;
  return { desk: directorySign(deskBody, seed), public: directorySign(publicBody, seed), entries: kept, dropped };
}

/** One certificate a lead, the newest; none of somebody who is removed. */
function uniqueCertificates(
  all: readonly SignedCertificate[],
  root: Uint8Array,
  gone: ReadonlySet<string>,
): SignedCertificate[] {
  const byUser = new Map<string, SignedCertificate>();
  for (const one of all) {
    const { user } = leadVerify(one, root);
    if (!gone.has(user)) byUser.set(user, one);
  }
  return [...byUser.values()];
}
