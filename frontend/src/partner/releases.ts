/** The partner's list, and the one copy that is open. */
import { signal } from "@preact/signals";
import { type ReleaseRow, releasesApi } from "../api/partner";
import { Problem } from "../api/problem";
import { hexOf } from "../vault/ids";
import { requireDesk, requireMe, requireVault, today } from "../vault/keyring";
import { namedDirectory } from "../vault/namedDirectory";
import { type Check, type Checked, CheckFailed, releaseCheck } from "./checking";

export type Opened =
  | { readonly state: "opening"; readonly row: ReleaseRow }
  | { readonly state: "checked"; readonly row: ReleaseRow; readonly checked: Checked }
  | { readonly state: "failed"; readonly row: ReleaseRow; readonly check: Check };

export const releases = signal<readonly ReleaseRow[] | null>(null);
export const opened = signal<Opened | null>(null);

/** @throws Problem */
export async function releasesLoad(): Promise<void> {
  releases.value = await releasesApi.list();
}

/** Forgets what was opened: the vault closed. */
export function releasesForget(): void {
  releases.value = null;
  opened.value = null;
}

/**
 * Fetches one copy, which the server notes, opens it and checks it.
 * @throws Problem, VaultClosed
 */
export async function releaseOpen(row: ReleaseRow): Promise<void> {
  opened.value = { state: "opening", row };
  try {
    const { sealKey, unlocked } = requireVault();
    const full = await releasesApi.open(row.id);
    const checked = await releaseCheck({
      full,
      organisation: hexOf(requireMe().organisation.id),
      sealKey,
      root: unlocked.contents.root,
      believed: requireDesk(),
      named: (hash) => namedDirectory(hash),
      today: today(),
    });
    opened.value = { state: "checked", row: full.row, checked };
  } catch (error) {
    if (!(error instanceof CheckFailed)) {
      opened.value = null;
      throw error;
    }
    opened.value = { state: "failed", row, check: error.check };
  }
  await releasesLoad();
}

/** Whether an error says that a release is not served any more. */
export function isGone(error: unknown): boolean {
  return error instanceof Problem && error.missing;
}
