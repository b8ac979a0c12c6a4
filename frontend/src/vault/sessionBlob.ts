/**
 * What lets an open vault survive a reload: its keys in this tab's `sessionStorage`, encrypted under a
 * half-key that the server keeps for this signed-in session only. Either half alone opens nothing.
 */
import { sharedApi } from "../api/shared";
import type { MeOut } from "../api/types";
import { b64Decode, b64Encode, hexDecode, refBytes } from "../sealing/encoding";
import { wipe } from "../sealing/bytes";
import { sessionOpen, sessionSeal, type UnlockedVault } from "../sealing/vault-contents";

const NAME = "vigia.session";

const idsOf = (who: MeOut) => ({ user: refBytes(who.user_id), session: hexDecode(who.session_id, 16) });

/** Keeps the vault over reloads. Without a half-key (the server may not answer) a reload asks for the passphrase. */
export async function sessionKeep(who: MeOut, unlocked: UnlockedVault): Promise<void> {
  const { half_key } = await sharedApi.halfKeyDraw();
  const halfKey = b64Decode(half_key, 32);
  sessionStorage.setItem(NAME, b64Encode(sessionSeal({ halfKey, ...idsOf(who), unlocked })));
  wipe(halfKey);
}

/** The vault as it was before the reload; null where the passphrase has to be asked for. */
export async function sessionRestore(who: MeOut): Promise<UnlockedVault | null> {
  const kept = sessionStorage.getItem(NAME);
  if (kept === null) return null;
  const half = await sharedApi.halfKey();
  if (half === null) return null;
  try {
    return sessionOpen({ halfKey: b64Decode(half.half_key, 32), ...idsOf(who), blob: b64Decode(kept) });
  } catch {
    // Another session's blob, or a changed one: worth nothing, and no reason to alarm anybody.
    sessionForget();
    return null;
  }
}

export function sessionForget(): void {
  sessionStorage.removeItem(NAME);
}
