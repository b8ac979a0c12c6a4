/**
 * What the one page knows of its user: who they are, how far they have come, and, once the vault is
 * open, their keys. It lives in memory alone and is gone with the page, the lock, or the session.
 */
import { computed, signal } from "@preact/signals";
import type { MeOut } from "../api/types";
import type { Bytes } from "../sealing/bytes";
import type { DeskDirectory, PublicDirectory } from "../sealing/directories";
import type { SealKey, SignKey } from "../sealing/keys";
import type { UnlockedVault } from "../sealing/vault-contents";

/**
 * How far the page has come. `make`: no vault yet. `waiting`: keys that no lead has admitted yet.
 * `founding`: a certified lead before the first directory. `warned`: a directory does not hold.
 */
export type Phase =
  | "loading"
  | "offline"
  | "signed_out"
  | "make"
  | "locked"
  | "checking"
  | "waiting"
  | "founding"
  | "warned"
  | "open";

/** Why sealing stopped. */
export type Warning = "back" | "broken" | "root" | "ran_out" | "missing" | "own_key";

/** An epoch whose seed this vault could open, and that is the directory's. */
export interface HeldEpoch {
  /** As the API writes it. */
  readonly id: string;
  readonly key: SealKey;
  readonly indexKey: Bytes;
}

export interface OpenVault {
  readonly unlocked: UnlockedVault;
  readonly sealKey: SealKey;
  readonly signKey: SignKey;
  readonly desk: DeskDirectory | null;
  readonly public: PublicDirectory | null;
  /** By API id. Empty for partners, and for colleagues whom nobody gave access yet. */
  readonly epochs: ReadonlyMap<string, HeldEpoch>;
}

export const me = signal<MeOut | null>(null);
export const phase = signal<Phase>("loading");
export const warning = signal<Warning | null>(null);
export const vault = signal<OpenVault | null>(null);

export const isLead = computed(() => me.value?.role === "lead");

/** Thrown where keys are needed and the vault is closed: the page is being locked under the caller. */
export class VaultClosed extends Error {
  constructor() {
    super("the vault is closed");
    this.name = "VaultClosed";
  }
}

/** @throws VaultClosed */
export function requireVault(): OpenVault {
  const open = vault.value;
  if (open === null) throw new VaultClosed();
  return open;
}

/** @throws VaultClosed */
export function requireMe(): MeOut {
  const who = me.value;
  if (who === null) throw new VaultClosed();
  return who;
}

/**
 * The desk directory, where it may be acted on: nothing is sealed, endorsed or believed on one that
 * does not hold.
 * @throws VaultClosed
 */
export function requireDesk(): DeskDirectory {
  const { desk } = requireVault();
  if (desk === null || phase.value === "warned") throw new VaultClosed();
  return desk;
}

/** Today's UTC day, `YYYY-MM-DD`: what directories and rows count in. */
export function today(now: Date = new Date()): string {
  return now.toISOString().slice(0, 10);
}
