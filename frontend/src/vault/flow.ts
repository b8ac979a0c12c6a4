/** From nothing to an open vault, and back: each step sets the phase that the page shows. */
import { batch } from "@preact/signals";
import { Problem } from "../api/problem";
import { pagesRoot } from "../api/client";
import { sharedApi } from "../api/shared";
import type { MeOut } from "../api/types";
import { equalBytes, randomBytes, wipe } from "../sealing/bytes";
import { b64Decode, b64Encode, refBytes, refHex } from "../sealing/encoding";
import { Damaged } from "../sealing/errors";
import { signFromSeed, xwingFromSeed } from "../sealing/keys";
import type { UnlockedVault, VaultContents } from "../sealing/vault-contents";
import { type VaultCost, vaultOpen, vaultSeal } from "../sealing/vaults";
import { DirectoryFault, directoriesLoad, publicKeys } from "./directories";
import { epochsLoad } from "./epochs";
import { me, type OpenVault, phase, requireMe, requireVault, today, vault, warning } from "./keyring";
import { sessionForget, sessionKeep, sessionRestore } from "./sessionBlob";

/** Asks who is signed in, and goes on as far as it can without a passphrase. */
export async function boot(): Promise<void> {
  phase.value = "loading";
  try {
    const who = await sharedApi.me();
    me.value = who;
    if (!who.has_vault) {
      phase.value = "make";
      return;
    }
    const unlocked = await sessionRestore(who);
    if (unlocked === null) phase.value = "locked";
    else await enter(unlocked);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    phase.value = error.signedOut ? "signed_out" : "offline";
  }
}

/**
 * Opens the vault with its passphrase.
 * @throws Damaged where the passphrase is wrong (or the vault was changed: the two cannot be told apart); Problem
 */
export async function unlock(passphrase: string, floor?: VaultCost): Promise<void> {
  const who = requireMe();
  const stored = await sharedApi.vault();
  if (stored === null) throw new Damaged("no vault");
  const unlocked = await vaultOpen({
    passphrase,
    user: refBytes(who.user_id),
    blob: b64Decode(stored.blob),
    ...(floor === undefined ? {} : { floor }),
  });
  await keep(who, unlocked);
  await enter(unlocked);
}

/** Draws keys, seals them under the passphrase, and hands the sealed vault and the public halves to the server. */
export async function vaultMake(passphrase: string, cost?: VaultCost): Promise<void> {
  const who = requireMe();
  const contents: VaultContents = {
    sealSeed: randomBytes(32),
    signSeed: randomBytes(32),
    root: b64Decode(who.root_key, 32),
    deskSerial: 0,
    deskHash: new Uint8Array(32),
    publicSerial: 0,
    publicHash: new Uint8Array(32),
  };
  const { blob, unlocked } = await vaultSeal({
    passphrase,
    user: refBytes(who.user_id),
    contents,
    ...(cost === undefined ? {} : { cost }),
  });
  me.value = await sharedApi.vaultPut({ blob: b64Encode(blob), ...publicKeys(contents) });
  await keep(who, unlocked);
  await enter(unlocked);
}

/** A half-key that cannot be had costs a passphrase at the next reload, and nothing else. */
async function keep(who: MeOut, unlocked: UnlockedVault): Promise<void> {
  try {
    await sessionKeep(who, unlocked);
  } catch (error) {
    if (!(error instanceof Problem) || error.signedOut) throw error;
    sessionForget();
  }
}

async function enter(unlocked: UnlockedVault): Promise<void> {
  const { contents } = unlocked;
  batch(() => {
    phase.value = "checking";
    vault.value = {
      unlocked,
      sealKey: xwingFromSeed(contents.sealSeed),
      signKey: signFromSeed(contents.signSeed),
      desk: null,
      public: null,
      epochs: new Map(),
    };
  });
  await directoriesRefresh();
}

/**
 * Fetches and checks the directories and the epochs; called after unlocking, from time to time, and
 * after a lead published. Sets the phase: open, waiting, founding, or warned.
 */
export async function directoriesRefresh(): Promise<void> {
  const who = requireMe();
  const before = requireVault();
  try {
    const found = await directoriesLoad({ who, unlocked: before.unlocked });
    if (found.unlocked !== before.unlocked) await keep(who, found.unlocked);
    await settle({ ...before, ...found });
  } catch (error) {
    if (!(error instanceof DirectoryFault)) throw error;
    batch(() => {
      warning.value = error.warning;
      phase.value = "warned";
    });
  }
}

async function settle(open: OpenVault): Promise<void> {
  const who = requireMe();
  const { desk } = open;
  if (desk === null) {
    batch(() => {
      vault.value = open;
      phase.value = who.role === "lead" ? "founding" : "waiting";
    });
    return;
  }
  const own = desk.people.find(({ user }) => user === refHex(refBytes(who.user_id)));
  if (own === undefined) {
    batch(() => {
      vault.value = open;
      phase.value = "waiting";
    });
    return;
  }
  if (!equalBytes(own.signKey, open.signKey.publicKey) || !equalBytes(own.sealKey, open.sealKey.publicKey)) {
    throw new DirectoryFault("own_key");
  }
  const epochs = pagesRoot() === "/desk/" ? await epochsLoad(desk, open.sealKey) : open.epochs;
  batch(() => {
    vault.value = { ...open, epochs };
    warning.value = null;
    phase.value = "open";
  });
}

/** For a lead whose directories have run out: opens them all the same, so that they can be renewed. */
export async function directoriesEvenRunOut(): Promise<void> {
  const open = requireVault();
  const found = await directoriesLoad({ who: requireMe(), unlocked: open.unlocked, evenRunOut: true });
  vault.value = { ...open, ...found };
}

/** Whether the last day of the directories is near, in days; null where there are none. */
export function directoryDaysLeft(now: Date = new Date()): number | null {
  const desk = vault.value?.desk;
  if (desk === undefined || desk === null) return null;
  return Math.round((Date.parse(desk.validUntil) - Date.parse(today(now))) / 86_400_000);
}

/** Whoever holds unsaved words hears of a lock before the keys go. */
const beforeLock = new Set<() => Promise<unknown>>();

/** Registers what has to be sealed and kept before the vault closes; returns how to take it back. */
export function onLock(save: () => Promise<unknown>): () => void {
  beforeLock.add(save);
  return () => beforeLock.delete(save);
}

async function saveAll(): Promise<void> {
  await Promise.allSettled([...beforeLock].map((save) => save()));
}

function close(): void {
  const open = vault.value;
  if (open === null) return;
  const { contents, derivedKey } = open.unlocked;
  wipe(contents.sealSeed, contents.signSeed, derivedKey, open.sealKey.seed, open.signKey.seed);
  for (const { key, indexKey } of open.epochs.values()) wipe(key.seed, indexKey);
  vault.value = null;
}

/** Closes the vault: drafts are kept, sealed; keys leave the memory and the tab; the session goes on. */
export async function lock(): Promise<void> {
  await saveAll();
  sessionForget();
  batch(() => {
    close();
    phase.value = "locked";
  });
  try {
    await sharedApi.halfKeyDrop();
  } catch (error) {
    // A half-key without its other half opens nothing, and the server forgets it in time.
    if (!(error instanceof Problem)) throw error;
  }
}

/** The server has ended the session: drafts are kept sealed in this tab, keys leave the memory. */
export async function sessionEnded(): Promise<void> {
  if (phase.value === "signed_out" || phase.value === "loading") return;
  phase.value = "signed_out";
  await saveAll();
  sessionForget();
  close();
}
