/** What a desk lead does with people and keys; each step is one act that the server either takes whole or not. */
import { peopleApi } from "../api/desk";
import { sharedApi } from "../api/shared";
import type { EpochOut, KeyWrapIn, PersonOut, WorkerOut } from "../api/types";
import { pagesRoot } from "../api/client";
import { equalBytes, wipe } from "../sealing/bytes";
import { b64Decode, b64Encode, newRef, refBytes, refHex } from "../sealing/encoding";
import { Damaged, Refused } from "../sealing/errors";
import { fingerprintWords, keyMaterial, xwingGenerate } from "../sealing/keys";
import {
  endorsementHolds,
  endorsementsMissing,
  entryEndorse,
  entryRead,
  type EndorsedEntry,
  leadVerify,
  personEntry,
  ROLES,
  type Signature,
  type SignedCertificate,
} from "../sealing/people";
import { epochSeedWrap } from "../sealing/wraps";
import { type Beginning, dayAfter, type DirectoryChange, directoriesNext } from "./directoryMaking";
import { directoriesRefresh } from "./flow";
import { hexOf, uuidFrom } from "./ids";
import { me, requireDesk, requireMe, requireVault, today } from "./keyring";
import { allWordLists, sameWords } from "./wordlists";

/** A month, and the 14 days that reports already sealed may still be on their way. */
const EPOCH_DAYS = 31;
const GRACE_DAYS = 14;
/** How long what was sealed in an epoch can be read, at most. */
const KEPT_DAYS = 365;
const STEP_UP_MARGIN_SECONDS = 60;

/**
 * Whether the second factor is fresh enough for a lead's step; if not, leaves for the page that asks for it,
 * which comes back here.
 */
export async function freshFactor(here: string): Promise<boolean> {
  const who = await sharedApi.me();
  me.value = who;
  if (who.step_up_seconds > STEP_UP_MARGIN_SECONDS) return true;
  location.assign(`${pagesRoot()}step-up/?next=${encodeURIComponent(pagesRoot() + here)}`);
  return false;
}

/** Whether somebody heard the words of exactly these keys, in any of the four languages. */
export async function wordsFit(person: PersonOut, typed: string): Promise<boolean> {
  const { signKey, sealKey } = keysOf(person);
  const material = keyMaterial(signKey, sealKey);
  return (await allWordLists()).some((list) => sameWords(typed, fingerprintWords(material, list)));
}

function keysOf(person: PersonOut) {
  if (person.sign_key === null || person.seal_key === null) throw new Damaged("no keys yet");
  return { signKey: b64Decode(person.sign_key, 32), sealKey: b64Decode(person.seal_key) };
}

/** The entry that the desk's own facts make of a person. */
export function entryOf(person: PersonOut): Uint8Array {
  const role = ROLES.find((one) => one === person.role);
  if (role === undefined) throw new Damaged("role");
  return personEntry({
    user: hexOf(person.id),
    organisation: hexOf(person.organisation.id),
    role,
    ...keysOf(person),
  });
}

/** The endorsements that hold for exactly this entry: one a certified lead, and the root's where `admit_person` made one. */
export function endorsersOf(person: PersonOut): Signature[] {
  const entry = entryOf(person);
  const vouching = [...requireDesk().leads.map(({ signKey }) => signKey), requireVault().unlocked.contents.root];
  const found = person.endorsements
    .filter((one) => equalBytes(b64Decode(one.entry), entry))
    .map((one) => ({ key: b64Decode(one.key, 32), sig: b64Decode(one.sig, 64) }));
  return vouching.flatMap((by) => found.find((one) => equalBytes(one.key, by) && endorsementHolds(entry, one)) ?? []);
}

/** The words that others gave for a person. */
function othersOf(person: PersonOut): Signature[] {
  const { publicKey } = requireVault().signKey;
  return endorsersOf(person).filter(({ key }) => !equalBytes(key, publicKey));
}

/** How many leads must vouch for a person beside this one; none where the root has. */
export function othersNeeded(person: PersonOut): number {
  const by = othersOf(person);
  const missing = endorsementsMissing({ entry: new Uint8Array(entryOf(person)), by }, requireDesk().leads, requireVault().unlocked.contents.root);
  return Math.max(0, missing - 1);
}

/** The root's certificate over a lead's key, where `admit_lead` has made one; null for anything that does not hold. */
export function certificateOf(person: PersonOut): SignedCertificate | null {
  if (person.certificate === null || person.certificate_sig === null || person.sign_key === null) return null;
  const certificate = { cert: b64Decode(person.certificate), sig: b64Decode(person.certificate_sig, 64) };
  try {
    const lead = leadVerify(certificate, requireVault().unlocked.contents.root);
    const own = lead.user === hexOf(person.id) && equalBytes(lead.signKey, b64Decode(person.sign_key, 32));
    return own ? certificate : null;
  } catch {
    return null;
  }
}

/** Publishes the next directories; the desk one first, since it says who may sign the other. */
async function publish(change: DirectoryChange): Promise<readonly EndorsedEntry[]> {
  const next = directoriesNext(change);
  await peopleApi.directoryPublish("desk", next.desk);
  await peopleApi.directoryPublish("public", next.public);
  await directoriesRefresh();
  return next.dropped;
}

/**
 * Vouches for a person whose words were compared, and publishes their entry once enough leads have.
 * @returns how many leads are still missing
 */
export async function personAdmit(person: PersonOut, epochs: readonly EpochOut[]): Promise<number> {
  const entry = entryOf(person);
  const { signKey } = requireVault();
  const mine = entryEndorse(entry, signKey.seed);
  await peopleApi.endorse(person.id, { entry: b64Encode(entry), key: b64Encode(mine.key), sig: b64Encode(mine.sig) });
  const missing = othersNeeded(person);
  if (missing > 0) return missing;
  const by = [...othersOf(person), mine];
  const certificate = person.role === "lead" ? certificateOf(person) : null;
  await publish({ add: [{ entry: new Uint8Array(entry), by }], certificates: certificate === null ? [] : [certificate] });
  if (person.role !== "partner") await accessGive(person, epochs);
  return 0;
}

/** Brings a certificate that `admit_lead` made since into the directories. */
export async function certificatePublish(person: PersonOut): Promise<void> {
  const certificate = certificateOf(person);
  if (certificate === null) throw new Refused("the root did not certify this lead");
  await publish({ certificates: [certificate] });
}

/** The epochs that this vault holds and a colleague of the directory does not. */
export function accessMissing(person: PersonOut, epochs: readonly EpochOut[]): readonly EpochOut[] {
  const listed = requireDesk().people.find(({ user }) => user === hexOf(person.id));
  if (listed === undefined || listed.role === "partner") return [];
  const keyId = b64Encode(listed.sealKeyId);
  const held = requireVault().epochs;
  return epochs.filter(({ id, holders }) => held.has(id) && !holders.includes(keyId));
}

/** Gives a colleague of the verified directory every epoch that this vault holds. */
export async function accessGive(person: PersonOut, epochs: readonly EpochOut[]): Promise<void> {
  const listed = requireDesk().people.find(({ user }) => user === hexOf(person.id));
  if (listed === undefined || listed.role === "partner") throw new Refused("not a colleague of the directory");
  for (const { id } of accessMissing(person, epochs)) {
    const held = requireVault().epochs.get(id);
    if (held === undefined) continue;
    const wrap = epochSeedWrap({ publicKey: listed.sealKey, seed: held.key.seed, epochId: refBytes(id) });
    await peopleApi.epochWraps(id, { wraps: [{ key_id: b64Encode(wrap.keyId), wrap: b64Encode(wrap.wrap) }] });
  }
}

function readersOf(entries: readonly EndorsedEntry[]): readonly Uint8Array[] {
  return entries
    .map(({ entry }) => entryRead(entry))
    .filter((subject) => subject.type === "worker" || subject.role !== "partner")
    .map(({ sealKey }) => sealKey);
}

/** Makes an epoch with whatever else changes in the same step; returns entries that need a second word again. */
export async function epochRotate(change: Omit<DirectoryChange, "epoch">, beginning?: Beginning): Promise<readonly EndorsedEntry[]> {
  const key = xwingGenerate();
  const id = newRef();
  const from = today();
  const until = dayAfter(from, EPOCH_DAYS + GRACE_DAYS);
  const epoch = { id: refHex(id), publicKey: key.publicKey, acceptFrom: from, acceptUntil: until, destroyOn: dayAfter(until, KEPT_DAYS) };
  const next = directoriesNext({ ...change, epoch }, beginning);
  const wraps: KeyWrapIn[] = readersOf(next.entries).map((publicKey) => {
    const wrap = epochSeedWrap({ publicKey, seed: key.seed, epochId: id });
    return { key_id: b64Encode(wrap.keyId), wrap: b64Encode(wrap.wrap) };
  });
  wipe(key.seed);
  await peopleApi.epochMake({ id: uuidFrom(epoch.id), wraps, public_directory: next.public, desk_directory: next.desk });
  await directoriesRefresh();
  return next.dropped;
}

/** Shuts a person's account and, at once, rotates the epoch under directories without them. */
export async function personRemove(person: PersonOut): Promise<readonly EndorsedEntry[]> {
  if (person.active) await peopleApi.deactivate(person.id);
  return epochRotate({ remove: [hexOf(person.id)] });
}

/** Who would leave the directory with a person: those whom too few would have vouched for then. */
export function droppedWith(person: PersonOut): readonly EndorsedEntry[] {
  const { publicKey } = requireVault().signKey;
  // Whom the root did not certify can make no directory: nobody leaves one by their hand.
  if (!requireDesk().leads.some(({ signKey }) => equalBytes(signKey, publicKey))) return [];
  return directoriesNext({ remove: [hexOf(person.id)] }).dropped;
}

/** The same directories for another half year. */
export async function directoriesRenew(): Promise<readonly EndorsedEntry[]> {
  return publish({});
}

function workerEntryOf(worker: WorkerOut): EndorsedEntry {
  return {
    entry: b64Decode(worker.entry),
    by: worker.endorsements.map(({ key, sig }) => ({ key: b64Decode(key, 32), sig: b64Decode(sig, 64) })),
  };
}

/** Workers that the root endorsed and the directory does not have yet. */
export function workersMissing(workers: readonly WorkerOut[]): readonly WorkerOut[] {
  const { workers: listed } = requireDesk();
  return workers.filter(({ id }) => !listed.some(({ worker }) => worker === hexOf(id)));
}

/** Brings workers into the directory; they can read from the new epoch on. */
export async function workersAdd(workers: readonly WorkerOut[]): Promise<void> {
  await epochRotate({ add: workers.map(workerEntryOf) });
}

/**
 * The first directories and the first epoch, by the first lead, whose key the root has certified.
 * @throws Refused where it has not
 */
export async function deskFound(): Promise<void> {
  const who = requireMe();
  const { people, workers } = await peopleApi.people();
  const own = people.find(({ id }) => id === who.user_id);
  const certificate = own === undefined ? null : certificateOf(own);
  if (own === undefined || certificate === null) throw new Refused("not certified");
  const { signKey, sealKey } = requireVault();
  const named = keysOf(own);
  if (!equalBytes(named.signKey, signKey.publicKey) || !equalBytes(named.sealKey, sealKey.publicKey)) {
    throw new Refused("the desk names other keys than this vault's");
  }
  const entry = entryOf(own);
  const mine = { entry: new Uint8Array(entry), by: [entryEndorse(entry, signKey.seed)] };
  await epochRotate(
    { add: [mine, ...workers.map(workerEntryOf)], certificates: [certificate] },
    { desk: hexOf(who.organisation.id), receiptSalt: b64Decode(who.receipt_salt, 32) },
  );
}
