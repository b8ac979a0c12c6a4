// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { clientHooks } from "../api/client";
import { b64Decode, b64Encode } from "../sealing/encoding";
import { Damaged } from "../sealing/errors";
import { signGenerate } from "../sealing/keys";
import { directorySign } from "../sealing/directories";
import { draftLoad, draftSave, draftSeal } from "./drafts";
import { boot, lock, onLock, sessionEnded, unlock, vaultMake } from "./flow";
import { newUuid } from "./ids";
import { me, phase, requireVault, vault, warning } from "./keyring";
import { deskFound, directoriesRenew } from "./leading";
import { CHEAP, FakeDesk } from "./testing/fakeDesk";

const PASSPHRASE = "siete palabras que nadie dijo nunca juntas";

function forget(): void {
  phase.value = "loading";
  vault.value = null;
  warning.value = null;
  me.value = null;
}

async function founded(): Promise<FakeDesk> {
  const desk = new FakeDesk().serve();
  await boot();
  await vaultMake(PASSPHRASE, CHEAP);
  await deskFound();
  return desk;
}

async function reloaded(): Promise<void> {
  forget();
  await boot();
}

beforeEach(() => {
  forget();
  sessionStorage.clear();
  clientHooks({ signedOut: () => void sessionEnded(), stepUp: () => undefined });
});

describe("the way to an open vault", () => {
  it("makes a vault, founds a desk, and holds the epoch that it made", async () => {
    const desk = new FakeDesk().serve();
    await boot();
    expect(phase.value).toBe("make");
    await vaultMake(PASSPHRASE, CHEAP);
    expect(phase.value).toBe("founding");
    await deskFound();
    expect(phase.value).toBe("open");
    expect([...(vault.value?.epochs.keys() ?? [])]).toEqual([desk.epochs[0]?.made.id]);
    expect(vault.value?.unlocked.contents.deskSerial).toBe(1);
  });

  it("waits where somebody has keys that nobody admitted", async () => {
    new FakeDesk("case_worker").serve();
    await boot();
    await vaultMake(PASSPHRASE, CHEAP);
    expect(phase.value).toBe("waiting");
  });

  it("does not found a desk without the root's certificate", async () => {
    const desk = new FakeDesk().serve();
    desk.certified = false;
    await boot();
    await vaultMake(PASSPHRASE, CHEAP);
    await expect(deskFound()).rejects.toThrow("not certified");
    expect(desk.directories.desk).toHaveLength(0);
  });

  it("survives a reload without the passphrase, by both halves together", async () => {
    const desk = await founded();
    await reloaded();
    expect(phase.value).toBe("open");
    expect(desk.asked).toContain("GET half-key");
    desk.halfKey = b64Encode(new Uint8Array(32));
    await reloaded();
    expect(phase.value).toBe("locked");
  });

  it("opens with the passphrase and with no other", async () => {
    await founded();
    await lock();
    expect(phase.value).toBe("locked");
    expect(vault.value).toBeNull();
    await expect(unlock("otra frase", CHEAP)).rejects.toThrow(Damaged);
    await unlock(PASSPHRASE, CHEAP);
    expect(phase.value).toBe("open");
  });

  it("refuses a vault that is cheaper than production's", async () => {
    await founded();
    await lock();
    await expect(unlock(PASSPHRASE)).rejects.toThrow("too cheap");
  });

  it("never sends the passphrase or a seed", async () => {
    const sent: string[] = [];
    const desk = new FakeDesk().serve();
    const passed = globalThis.fetch;
    globalThis.fetch = (input, init) => {
      sent.push(JSON.stringify([input, init?.body, init?.headers]));
      return passed(input, init);
    };
    await boot();
    await vaultMake(PASSPHRASE, CHEAP);
    await deskFound();
    const contents = vault.value?.unlocked.contents;
    expect(contents).toBeDefined();
    expect(desk.vault).not.toBeNull();
    for (const secret of [PASSPHRASE, b64Encode(contents?.sealSeed ?? new Uint8Array(32)), b64Encode(contents?.signSeed ?? new Uint8Array(32))]) {
      expect(sent.some((text) => text.includes(secret))).toBe(false);
    }
  });
});

describe("directories", () => {
  it("are pinned in the vault as they rise, through every step of the chain", async () => {
    await founded();
    await directoriesRenew();
    await directoriesRenew();
    expect(vault.value?.unlocked.contents.deskSerial).toBe(3);
    await lock();
    await unlock(PASSPHRASE, CHEAP);
    expect(vault.value?.unlocked.contents.deskSerial).toBe(3);
  });

  it("that go back stop everything", async () => {
    const desk = await founded();
    await directoriesRenew();
    desk.directories.desk.pop();
    await reloaded();
    expect([phase.value, warning.value]).toEqual(["warned", "back"]);
  });

  it("of one serial but other bytes stop everything", async () => {
    const desk = await founded();
    const stored = desk.directories.desk[0];
    const body = new TextDecoder().decode(b64Decode(stored?.body ?? ""));
    const later = body.replace(/"valid_until":"\d{4}/, '"valid_until":"2099');
    expect(later).not.toBe(body);
    const seed = vault.value?.unlocked.contents.signSeed ?? new Uint8Array(32);
    desk.directories.desk = [directorySign(new TextEncoder().encode(later), seed)];
    await reloaded();
    expect([phase.value, warning.value]).toEqual(["warned", "broken"]);
  });

  it("that vanish, or that nobody certified signed, stop everything", async () => {
    const desk = await founded();
    const [kept] = desk.directories.desk;
    desk.directories.desk = [];
    await reloaded();
    expect([phase.value, warning.value]).toEqual(["warned", "missing"]);
    desk.directories.desk = [directorySign(b64Decode(kept?.body ?? ""), signGenerate().seed)];
    await reloaded();
    expect([phase.value, warning.value]).toEqual(["warned", "broken"]);
  });

  it("under another root stop everything", async () => {
    const desk = await founded();
    desk.me = { ...desk.me, root_key: b64Encode(signGenerate().publicKey) };
    await reloaded();
    expect([phase.value, warning.value]).toEqual(["warned", "root"]);
  });
});

describe("an ended session", () => {
  it("keeps what was written sealed in this tab, and gives it back after signing in again", async () => {
    const desk = await founded();
    const about = newUuid();
    const forgetSave = onLock(() => draftSave(about, { reply: "no se pierda" }));
    desk.signedOut = true;
    await sessionEnded();
    forgetSave();
    expect(phase.value).toBe("signed_out");
    expect(vault.value).toBeNull();
    expect(sessionStorage).toHaveLength(1);
    expect(sessionStorage.getItem(sessionStorage.key(0) ?? "")).not.toContain("no se pierda");
    desk.signedOut = false;
    await reloaded();
    expect(phase.value).toBe("locked");
    await unlock(PASSPHRASE, CHEAP);
    expect(await draftLoad(about)).toEqual({ reply: "no se pierda" });
  });

  it("keeps drafts with the server, unreadable there, and believes none that somebody else sealed", async () => {
    const desk = await founded();
    const [about, other] = [newUuid(), newUuid()];
    expect(await draftSave(about, { reply: "secreto" })).toBe("saved");
    expect(JSON.stringify([...desk.drafts])).not.toContain("secreto");
    expect(await draftLoad(about)).toEqual({ reply: "secreto" });
    // Moved to another object.
    desk.drafts.set(other, desk.drafts.get(about));
    expect(await draftLoad(other)).toBeNull();
    // Sealed to this author by somebody who knows the public key alone.
    const own = requireVault();
    vault.value = { ...own, signKey: signGenerate() };
    const forged = draftSeal(other, { reply: "palabras ajenas" });
    vault.value = own;
    desk.drafts.set(other, forged);
    expect(await draftLoad(other)).toBeNull();
  });
});
