/**
 * Vaults: a person's keys under a passphrase. The only module that imports hash-wasm (WebAssembly),
 * which the pages of submitters must not hold.
 */
import { argon2id } from "hash-wasm";
import { type Bytes, concat, copyOf, randomBytes, readU32be, u32be } from "./bytes";
import { utf8Encode } from "./encoding";
import { Damaged, Refused, UnknownVersion } from "./errors";
import { wordsOf } from "./keys";
import type { WordList } from "./receipts";
import {
  boxOpen,
  boxSeal,
  CONTENTS_BYTES,
  contentsPack,
  contentsUnpack,
  PARAMS_BYTES,
  type UnlockedVault,
  VAULT_VERSION,
  type VaultContents,
} from "./vault-contents";

/** The cost of Argon2id, one lane: passes over so many KiB. */
export interface VaultCost {
  readonly passes: number;
  readonly kib: number;
}

/** RFC 9106, section 4, second recommended option. Nothing cheaper is opened, so that nobody can plant it. */
export const VAULT_COST: VaultCost = { passes: 3, kib: 65_536 };
/** Nothing dearer is opened, so that a planted vault cannot hang the browser. */
const MOST_PASSES = 16;
const MOST_KIB = 1_048_576;
const PASSPHRASE_WORDS = 7;

/** Seven words of a list, 77 bits. */
export function passphraseMake(list: WordList): string {
  return wordsOf(randomBytes(10), PASSPHRASE_WORDS, list).join(" ");
}

/** One passphrase has one writing, whichever keyboard composed its accents. */
function passphraseBytes(passphrase: string): Bytes {
  return utf8Encode(passphrase.normalize("NFKD"));
}

async function derive(passphrase: string, params: Uint8Array): Promise<Bytes> {
  const password = passphraseBytes(passphrase);
  if (password.length === 0) throw new Refused("empty passphrase");
  const key = await argon2id({
    password,
    salt: params.slice(1, 17),
    iterations: readU32be(params, 17),
    memorySize: readU32be(params, 21),
    parallelism: 1,
    hashLength: 32,
    outputType: "binary",
  });
  return copyOf(key);
}

export interface VaultSealInput {
  readonly passphrase: string;
  /** User id, 16 bytes. */
  readonly user: Uint8Array;
  readonly contents: VaultContents;
  /** Production's cost unless a test says otherwise. */
  readonly cost?: VaultCost;
}

export interface SealedVault {
  readonly blob: Bytes;
  readonly unlocked: UnlockedVault;
}

/** Seals a vault under a new salt: at enrolment, or when the passphrase changes. */
export async function vaultSeal({ passphrase, user, contents, cost = VAULT_COST }: VaultSealInput): Promise<SealedVault> {
  const params = concat(Uint8Array.of(VAULT_VERSION), randomBytes(16), u32be(cost.passes), u32be(cost.kib));
  const unlocked = { contents, derivedKey: await derive(passphrase, params), params };
  return { blob: vaultReseal(unlocked, user), unlocked };
}

/** Seals an unlocked vault again, such as after a newer directory was seen. */
export function vaultReseal({ contents, derivedKey, params }: UnlockedVault, user: Uint8Array): Bytes {
  return concat(params, boxSeal(derivedKey, contentsPack(contents), (nonce) => vaultAad(params, nonce, user)));
}

function vaultAad(params: Uint8Array, nonce: Uint8Array, user: Uint8Array): Bytes {
  if (user.length !== 16) throw new Refused("a user id has 16 bytes");
  return concat(params, nonce, user);
}

export interface VaultOpenInput {
  readonly passphrase: string;
  readonly user: Uint8Array;
  readonly blob: Uint8Array;
  /** The least cost that is accepted: production's unless a test says otherwise. */
  readonly floor?: VaultCost;
}

/**
 * @throws UnknownVersion; Refused where the cost is below the floor or beyond reason; Damaged where the
 *   passphrase is wrong, the blob was changed or is another user's: the three cannot be told apart
 */
export async function vaultOpen({
  passphrase,
  user,
  blob,
  floor = VAULT_COST,
}: VaultOpenInput): Promise<UnlockedVault> {
  if (blob.length === 0) throw new Damaged("vault");
  if (blob[0] !== VAULT_VERSION) throw new UnknownVersion("vault");
  if (blob.length !== PARAMS_BYTES + 24 + CONTENTS_BYTES + 16) throw new Damaged("vault length");
  const params = copyOf(blob.subarray(0, PARAMS_BYTES));
  const passes = readU32be(params, 17);
  const kib = readU32be(params, 21);
  if (passes < floor.passes || kib < floor.kib) throw new Refused("vault is too cheap");
  if (passes > MOST_PASSES || kib > MOST_KIB) throw new Refused("vault is too dear");
  const derivedKey = await derive(passphrase, params);
  const box = blob.subarray(PARAMS_BYTES);
  const bytes = boxOpen(derivedKey, box, CONTENTS_BYTES, (nonce) => vaultAad(params, nonce, user));
  return { contents: contentsUnpack(bytes), derivedKey, params };
}
