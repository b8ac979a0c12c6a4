/**
 * Believing the desk's directories: fetched, verified under the root that the vault pins, held against
 * the highest ones that this vault has seen, and pinned anew where they are newer.
 */
import { sharedApi } from "../api/shared";
import { Problem } from "../api/problem";
import type { DirectoryKind, MeOut } from "../api/types";
import { type Bytes, equalBytes } from "../sealing/bytes";
import {
  type DeskDirectory,
  deskDirectoryVerify,
  directoryVerify,
  type DirectoryTransport,
  type DirectoryVerifyInput,
  type KnownDirectory,
  type PublicDirectory,
} from "../sealing/directories";
import { b64Decode, b64Encode, hexEncode, refBytes } from "../sealing/encoding";
import { Refused, SealingError } from "../sealing/errors";
import { signPublic, xwingPublic } from "../sealing/keys";
import type { UnlockedVault, VaultContents } from "../sealing/vault-contents";
import { vaultReseal } from "../sealing/vaults";
import { today, type Warning } from "./keyring";

/** A directory that does not hold: sealing stops, and the page says so. */
export class DirectoryFault extends Error {
  readonly warning: Warning;

  constructor(warning: Warning) {
    super(`directory: ${warning}`);
    this.name = "DirectoryFault";
    this.warning = warning;
  }
}

/** How many steps of a chain one visit follows: years of a busy desk. */
const MOST_STEPS = 500;

export interface Directories {
  readonly desk: DeskDirectory | null;
  readonly public: PublicDirectory | null;
  /** The vault as it now is, with what it has seen; the same object where nothing was newer. */
  readonly unlocked: UnlockedVault;
}

type Either = DeskDirectory | PublicDirectory;

interface Step {
  readonly transport: DirectoryTransport;
  readonly directory: Either;
}

function verify(kind: DirectoryKind, input: DirectoryVerifyInput): Either {
  return kind === "desk" ? directoryVerify(input, "desk") : directoryVerify(input, "public");
}

/** @throws DirectoryFault */
function verified(kind: DirectoryKind, input: DirectoryVerifyInput): Either {
  try {
    return verify(kind, input);
  } catch (error) {
    if (!(error instanceof SealingError)) throw error;
    throw new DirectoryFault(error instanceof Refused && onlyRunOut(kind, input) ? "ran_out" : "broken");
  }
}

function onlyRunOut(kind: DirectoryKind, input: DirectoryVerifyInput): boolean {
  if (input.today === null) return false;
  try {
    verify(kind, { ...input, today: null });
    return true;
  } catch (error) {
    if (error instanceof SealingError) return false;
    throw error;
  }
}

/** The directory of a hash, which is as good as the one that names it: hash and serial say so. */
async function stepAt(kind: DirectoryKind, root: Uint8Array, sha256: string, serial: number): Promise<Step> {
  const transport = await sharedApi.directoryAt(kind, sha256);
  if (transport === null) throw new DirectoryFault("missing");
  const directory = verified(kind, { root, transport, today: null, known: null });
  if (hexEncode(directory.sha256) !== sha256 || directory.serial !== serial) throw new DirectoryFault("broken");
  return { transport, directory };
}

/**
 * Follows `previous` from a newer directory down to the known one, so that a fork on the way shows; then up
 * again: nobody who was removed at one step may come back or sign at a later one.
 */
async function chainFollow(kind: DirectoryKind, root: Uint8Array, newest: Step, known: KnownDirectory): Promise<void> {
  const { serial, sha256 } = newest.directory;
  if (serial < known.serial) throw new DirectoryFault("back");
  if (serial === known.serial) {
    if (!equalBytes(sha256, known.sha256)) throw new DirectoryFault("broken");
    return;
  }
  if (serial - known.serial > MOST_STEPS) throw new DirectoryFault("broken");
  const steps = [newest];
  let at = newest.directory;
  while (at.serial > known.serial) {
    const step = await stepAt(kind, root, at.previous, at.serial - 1);
    steps.unshift(step);
    at = step.directory;
  }
  if (!equalBytes(at.sha256, known.sha256)) throw new DirectoryFault("broken");
  steps.slice(1).forEach(({ transport }, index) => {
    const before = steps[index]?.directory;
    if (before?.type !== "desk") return;
    try {
      deskDirectoryVerify({ root, transport, today: null, known: before, following: before });
    } catch (error) {
      if (!(error instanceof SealingError)) throw error;
      throw new DirectoryFault("broken");
    }
  });
}

/** The desk directory before another one, by its hash, for makers who have been removed since; null at the first. */
export async function deskDirectoryBefore(root: Uint8Array, at: DeskDirectory): Promise<DeskDirectory | null> {
  if (at.serial === 1) return null;
  const { directory } = await stepAt("desk", root, at.previous, at.serial - 1);
  return directory.type === "desk" ? directory : null;
}

async function load(kind: DirectoryKind, contents: VaultContents, day: string | null): Promise<Either | null> {
  const serial = kind === "desk" ? contents.deskSerial : contents.publicSerial;
  const transport = await sharedApi.directory(kind);
  if (transport === null) {
    if (serial > 0) throw new DirectoryFault("missing");
    return null;
  }
  const { root } = contents;
  const directory = verified(kind, { root, transport, today: day, known: null });
  const sha256 = kind === "desk" ? contents.deskHash : contents.publicHash;
  if (serial > 0) await chainFollow(kind, root, { transport, directory }, { serial, sha256 });
  return directory;
}

export interface LoadInput {
  readonly who: MeOut;
  readonly unlocked: UnlockedVault;
  /** For a lead who renews directories that ran out: they hold but for their last day. */
  readonly evenRunOut?: boolean;
}

/**
 * Both directories, if they hold.
 * @throws DirectoryFault; Problem where the server cannot be asked
 */
export async function directoriesLoad({ who, unlocked, evenRunOut = false }: LoadInput): Promise<Directories> {
  const { contents } = unlocked;
  if (!equalBytes(b64Decode(who.root_key, 32), contents.root)) throw new DirectoryFault("root");
  const day = evenRunOut ? null : today();
  const [desk, open] = await Promise.all([load("desk", contents, day), load("public", contents, day)]);
  const found = {
    desk: desk?.type === "desk" ? desk : null,
    public: open?.type === "public" ? open : null,
  };
  if (found.desk !== null && found.public !== null && found.desk.desk !== found.public.desk) {
    throw new DirectoryFault("broken");
  }
  return { ...found, unlocked: await pin(who, unlocked, found) };
}

/** Seals the vault anew where a directory is newer than what it has seen. */
async function pin(
  who: MeOut,
  unlocked: UnlockedVault,
  found: { readonly desk: DeskDirectory | null; readonly public: PublicDirectory | null },
): Promise<UnlockedVault> {
  const { contents } = unlocked;
  const newer: VaultContents = {
    ...contents,
    ...(found.desk === null ? {} : { deskSerial: found.desk.serial, deskHash: found.desk.sha256 }),
    ...(found.public === null ? {} : { publicSerial: found.public.serial, publicHash: found.public.sha256 }),
  };
  if (newer.deskSerial === contents.deskSerial && newer.publicSerial === contents.publicSerial) return unlocked;
  const pinned = { ...unlocked, contents: newer };
  try {
    await sharedApi.vaultPut({ blob: b64Encode(vaultReseal(pinned, refBytes(who.user_id))), ...publicKeys(newer) });
  } catch (error) {
    // The page holds on to what it has seen all the same; the next load pins it again.
    if (!(error instanceof Problem) || error.signedOut) throw error;
  }
  return pinned;
}

/** The public halves, as the API wants them beside a vault. */
export function publicKeys(contents: { readonly sealSeed: Bytes; readonly signSeed: Bytes }): {
  seal_key: string;
  sign_key: string;
} {
  return { seal_key: b64Encode(xwingPublic(contents.sealSeed)), sign_key: b64Encode(signPublic(contents.signSeed)) };
}
