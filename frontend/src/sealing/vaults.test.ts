import { describe, expect, it } from "vitest";
import { concat, randomBytes, readU32be } from "./bytes";
import { newRef } from "./encoding";
import { Damaged, Refused, UnknownVersion } from "./errors";
import { LISTS } from "./testing/lists";
import { sessionOpen, sessionSeal, type VaultContents } from "./vault-contents";
import { passphraseMake, VAULT_COST, vaultOpen, vaultReseal, vaultSeal } from "./vaults";

const CHEAP = { passes: 1, kib: 64 };
const user = newRef();
const contents: VaultContents = {
  sealSeed: randomBytes(32),
  signSeed: randomBytes(32),
  root: randomBytes(32),
  deskSerial: 3,
  deskHash: randomBytes(32),
  publicSerial: 0xffff_ffff,
  publicHash: randomBytes(32),
};

describe("a vault", () => {
  it("costs three passes over 64 MiB, and nothing cheaper is opened", async () => {
    expect(VAULT_COST).toEqual({ passes: 3, kib: 65_536 });
    const { blob } = await vaultSeal({ passphrase: "siete palabras", user, contents });
    expect([blob.length, readU32be(blob, 17), readU32be(blob, 21)]).toEqual([233, 3, 65_536]);
    expect((await vaultOpen({ passphrase: "siete palabras", user, blob })).contents).toEqual(contents);
    const cheap = await vaultSeal({ passphrase: "siete palabras", user, contents, cost: CHEAP });
    await expect(vaultOpen({ passphrase: "siete palabras", user, blob: cheap.blob })).rejects.toThrow(Refused);
  });

  it("opens with its passphrase alone, however its accents were composed, for its user alone", async () => {
    const passphrase = "ábaco niño";
    const { blob, unlocked } = await vaultSeal({ passphrase, user, contents, cost: CHEAP });
    const opening = { user, blob, floor: CHEAP };
    expect(await vaultOpen({ ...opening, passphrase: passphrase.normalize("NFD") })).toEqual(unlocked);
    await expect(vaultOpen({ ...opening, passphrase: "abaco niño" })).rejects.toThrow(Damaged);
    await expect(vaultOpen({ ...opening, passphrase, user: newRef() })).rejects.toThrow(Damaged);
    await expect(vaultOpen({ ...opening, passphrase: "" })).rejects.toThrow(Refused);
    const again = vaultReseal({ ...unlocked, contents: { ...contents, deskSerial: 4 } }, user);
    expect((await vaultOpen({ ...opening, passphrase, blob: again })).contents.deskSerial).toBe(4);
    expect(again).not.toEqual(blob);
  });

  it("fails with any byte changed, cut or added, and when it would take forever", async () => {
    const { blob } = await vaultSeal({ passphrase: "p", user, contents, cost: CHEAP });
    const opening = { passphrase: "p", user, floor: CHEAP };
    for (const at of [1, 16, 25, 48, 49, 200, 232]) {
      const changed = blob.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      await expect(vaultOpen({ ...opening, blob: changed })).rejects.toThrow(Damaged);
    }
    await expect(vaultOpen({ ...opening, blob: blob.slice(0, -1) })).rejects.toThrow(Damaged);
    await expect(vaultOpen({ ...opening, blob: concat(blob, Uint8Array.of(0)) })).rejects.toThrow(Damaged);
    await expect(vaultOpen({ ...opening, blob: Uint8Array.of(2) })).rejects.toThrow(UnknownVersion);
    for (const at of [17, 21]) {
      const dear = blob.slice();
      dear[at] = 0xff;
      await expect(vaultOpen({ ...opening, blob: dear })).rejects.toThrow(Refused);
    }
  });
});

describe("the blob of a session", () => {
  it("opens with its half-key, user and session alone", async () => {
    const { unlocked } = await vaultSeal({ passphrase: "p", user, contents, cost: CHEAP });
    const given = { halfKey: randomBytes(32), user, session: newRef() };
    const blob = sessionSeal({ ...given, unlocked });
    expect(blob).toHaveLength(265);
    expect(sessionOpen({ ...given, blob })).toEqual(unlocked);
    for (const change of [{ halfKey: randomBytes(32) }, { user: newRef() }, { session: newRef() }, { blob: blob.slice(1) }]) {
      expect(() => sessionOpen({ ...given, blob, ...change })).toThrow(Damaged);
    }
  });
});

describe("a generated passphrase", () => {
  it("is seven words of the list, new every time", () => {
    const made = new Set(Array.from({ length: 20 }, () => passphraseMake(LISTS.es)));
    expect(made.size).toBe(20);
    for (const passphrase of made) {
      const words = passphrase.split(" ");
      expect(words).toHaveLength(7);
      expect(words.every((word) => LISTS.es.includes(word.normalize("NFKD")))).toBe(true);
    }
  });
});
