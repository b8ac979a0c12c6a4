/**
 * Unfinished work, sealed to its author's own vault key and signed by its author, so that nobody can lay
 * words in front of them that they never wrote. Kept by the server; where the session has ended, kept
 * sealed in this tab until it is back.
 */
import { draftsApi } from "../api/desk";
import { Problem } from "../api/problem";
import type { DraftIn } from "../api/types";
import { wipe } from "../sealing/bytes";
import { b64Decode, b64Encode, canonicalJson, type JsonValue, parseJson, refBytes } from "../sealing/encoding";
import { jsonSeal } from "../sealing/envelopes";
import { Damaged, SealingError } from "../sealing/errors";
import { Fields } from "../sealing/fields";
import { Kind } from "../sealing/kinds";
import { signLabeled, verifyLabeled } from "../sealing/makers";
import { jsonOpen, wrapOpen } from "../sealing/opening";
import { wrapSeal } from "../sealing/wraps";
import { hexOf, uuidOf } from "./ids";
import { requireVault } from "./keyring";

const LABEL = "vigia draft v1";
const kept = (about: string): string => `vigia.draft.${about}`;

type Sealed = Pick<DraftIn, "id" | "envelope" | "wrap">;

/** Seals a draft about an object. */
export function draftSeal(about: string, body: JsonValue): DraftIn {
  const { sealKey, signKey } = requireVault();
  const inner = canonicalJson({ about: hexOf(about), body });
  const value = { v: 1, type: "draft", inner: b64Encode(inner), sig: b64Encode(signLabeled(signKey.seed, LABEL, inner)) };
  const sealed = jsonSeal({ kind: Kind.draft, value });
  const { keyId, wrap } = wrapSeal({ publicKey: sealKey.publicKey, ck: sealed.ck, kind: Kind.draft, ref: sealed.ref });
  wipe(sealed.ck);
  return {
    id: uuidOf(sealed.ref),
    envelope: b64Encode(sealed.envelope),
    key_id: b64Encode(keyId),
    wrap: b64Encode(wrap),
  };
}

/** @throws SealingError */
export function draftOpen(about: string, draft: Sealed): JsonValue {
  const { sealKey, signKey } = requireVault();
  const ref = refBytes(draft.id);
  const ck = wrapOpen({ key: sealKey, keyIdOfRow: sealKey.keyId, wrap: b64Decode(draft.wrap), kind: Kind.draft, ref });
  const { value } = jsonOpen({ ck, envelope: b64Decode(draft.envelope), kind: Kind.draft, ref });
  const fields = Fields.versioned(value, ["inner", "sig"], "draft");
  const inner = fields.b64("inner");
  verifyLabeled(signKey.publicKey, fields.b64("sig", 64), LABEL, inner);
  const parsed = parseJson(inner);
  if (new Fields(parsed, ["about", "body"]).hex("about", 16) !== hexOf(about)) throw new Damaged("another draft");
  return (parsed as { readonly body: JsonValue }).body;
}

/** Keeps a draft: with the server, or, where the session has ended, sealed in this tab. */
export async function draftSave(about: string, body: JsonValue): Promise<"saved" | "kept_here"> {
  const draft = draftSeal(about, body);
  try {
    await draftsApi.put(about, draft);
    sessionStorage.removeItem(kept(about));
    return "saved";
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    sessionStorage.setItem(kept(about), JSON.stringify(draft));
    return "kept_here";
  }
}

/** What was kept here when the server could not be reached, before what the server has; null for none. */
export async function draftLoad(about: string): Promise<JsonValue | null> {
  const here = sessionStorage.getItem(kept(about));
  const draft = here === null ? await draftsApi.get(about) : (JSON.parse(here) as Sealed);
  if (draft === null) return null;
  try {
    return draftOpen(about, draft);
  } catch (error) {
    if (!(error instanceof SealingError)) throw error;
    // Not ours, or not sound: worth nothing to its reader.
    sessionStorage.removeItem(kept(about));
    return null;
  }
}

export async function draftDrop(about: string): Promise<void> {
  sessionStorage.removeItem(kept(about));
  await draftsApi.drop(about);
}
