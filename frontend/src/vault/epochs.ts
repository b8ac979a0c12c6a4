/** The epochs whose seeds this vault holds, and the one to seal to today. */
import { peopleApi } from "../api/desk";
import type { EpochOut } from "../api/types";
import { currentEpoch, type DeskDirectory, type DeskEpoch } from "../sealing/directories";
import { b64Decode, refBytes } from "../sealing/encoding";
import { NotForThisKey, SealingError } from "../sealing/errors";
import { indexKey, type SealKey } from "../sealing/keys";
import { epochSeedOpen } from "../sealing/opening";
import { hexOf } from "./ids";
import { type HeldEpoch, requireDesk, requireVault, today } from "./keyring";

/** The held epoch of one row of the API; null where there is no access, or it is none of the directory's. */
function epochOpen(row: EpochOut, desk: DeskDirectory, key: SealKey): HeldEpoch | null {
  if (row.wrap === null) return null;
  const listed = desk.epochs.find(({ id }) => id === hexOf(row.id));
  if (listed === undefined) return null;
  try {
    const epoch = epochSeedOpen({
      key,
      keyIdOfRow: key.keyId,
      wrap: b64Decode(row.wrap),
      epochId: refBytes(row.id),
      epochPublic: listed.publicKey,
    });
    return { id: row.id, key: epoch, indexKey: indexKey(epoch.seed) };
  } catch (error) {
    // A seed that is not the directory's epoch is refused before anything is derived from it: as good as none.
    if (error instanceof SealingError) return null;
    throw error;
  }
}

/** All epochs that this vault can open, by id. */
export async function epochsLoad(desk: DeskDirectory, key: SealKey): Promise<ReadonlyMap<string, HeldEpoch>> {
  const held = new Map<string, HeldEpoch>();
  for (const row of await peopleApi.epochs()) {
    const epoch = epochOpen(row, desk, key);
    if (epoch !== null) held.set(row.id, epoch);
  }
  return held;
}

/** @throws NotForThisKey where nobody gave this vault access to the epoch */
export function heldEpoch(id: string): HeldEpoch {
  const epoch = requireVault().epochs.get(id);
  if (epoch === undefined) throw new NotForThisKey("epoch");
  return epoch;
}

/**
 * The epoch that staff seal to today, from the verified directory.
 * @throws Refused where none accepts; VaultClosed
 */
export function sealingEpoch(): DeskEpoch {
  return currentEpoch(requireDesk().epochs, today());
}
