/** The endpoints that desk and partner share: oneself, the vault, its half-key, directories. */
import { ask, askMaybe } from "./client";
import type { DirectoryKind, DirectoryOut, HalfKeyOut, MeOut, VaultIn, VaultOut } from "./types";

export const sharedApi = {
  me: (poll = false) => ask<MeOut>("me", { poll }),
  vault: () => askMaybe<VaultOut>("vault"),
  vaultPut: (body: VaultIn) => ask<MeOut>("vault", { method: "PUT", body }),
  halfKeyDraw: () => ask<HalfKeyOut>("half-key", { method: "POST" }),
  halfKey: () => askMaybe<HalfKeyOut>("half-key"),
  halfKeyDrop: () => ask<unknown>("half-key", { method: "DELETE" }),
  directory: (kind: DirectoryKind) => askMaybe<DirectoryOut>(`directories/${kind}`),
  directoryAt: (kind: DirectoryKind, sha256: string) => askMaybe<DirectoryOut>(`directories/${kind}/${sha256}`),
  language: (language: string) => ask<unknown>("language", { method: "POST", body: { language } }),
};
