// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import type { EpochOut, PersonOut } from "../api/types";
import { b64Decode, b64Encode, refBytes } from "../sealing/encoding";
import { fingerprintWords, keyMaterial, type SealKey, signGenerate } from "../sealing/keys";
import { epochSeedOpen } from "../sealing/opening";
import { entryEndorse, leadCertify } from "../sealing/people";
import { sealingEpoch } from "./epochs";
import { boot, vaultMake } from "./flow";
import { hexOf } from "./ids";
import { me, phase, requireDesk, requireVault, vault, warning } from "./keyring";
import { accessMissing, certificateOf, deskFound, entryOf, epochRotate, personAdmit, personRemove, wordsFit } from "./leading";
import { CHEAP, FakeDesk, stranger } from "./testing/fakeDesk";
import { wordList } from "./wordlists";

let desk: FakeDesk;

async function epochs(): Promise<readonly EpochOut[]> {
  return (await (await fetch("/desk/api/epochs", {})).json()) as readonly EpochOut[];
}

function material(person: PersonOut): Uint8Array {
  return keyMaterial(b64Decode(person.sign_key ?? ""), b64Decode(person.seal_key ?? ""));
}

function given(person: PersonOut & { readonly seal: SealKey }, epoch: EpochOut, wrap: string) {
  const listed = requireDesk().epochs.find(({ id }) => id === hexOf(epoch.id));
  return epochSeedOpen({
    key: person.seal,
    keyIdOfRow: person.seal.keyId,
    wrap: b64Decode(wrap),
    epochId: refBytes(epoch.id),
    epochPublic: listed?.publicKey ?? new Uint8Array(1216),
  });
}

beforeEach(async () => {
  phase.value = "loading";
  vault.value = me.value = warning.value = null;
  sessionStorage.clear();
  desk = new FakeDesk().serve();
  await boot();
  await vaultMake("siete palabras que nadie dijo nunca juntas", CHEAP);
  await deskFound();
});

describe("admitting a person", () => {
  it("takes the words of these keys alone, in whichever language they were read", async () => {
    const person = stranger(desk, "case_worker");
    const other = stranger(desk, "case_worker");
    for (const language of ["es", "pt-br", "en", "fr"] as const) {
      const words = fingerprintWords(material(person), await wordList(language));
      expect(await wordsFit(person, words.join(" ").toUpperCase())).toBe(true);
      expect(await wordsFit(other, words.join(" "))).toBe(false);
      expect(await wordsFit(person, words.slice(0, 5).join(" "))).toBe(false);
    }
    expect(await wordsFit(person, "")).toBe(false);
  });

  it("publishes a case worker at once, and gives them the epochs", async () => {
    const person = stranger(desk, "case_worker");
    const wraps: { key_id: string; wrap: string }[] = [];
    const [epoch] = await epochs();
    desk.extra.set(`POST epochs/${epoch?.id ?? ""}/wraps`, (body) => {
      wraps.push(...(body as { wraps: { key_id: string; wrap: string }[] }).wraps);
    });
    expect(await personAdmit(person, await epochs())).toBe(0);
    expect(requireDesk().people.map(({ user }) => user)).toContain(hexOf(person.id));
    expect(wraps.map(({ key_id }) => key_id)).toEqual([b64Encode(person.seal.keyId)]);
    if (epoch === undefined) throw new Error("no epoch");
    expect(given(person, epoch, wraps[0]?.wrap ?? "").keyId).toEqual(b64Decode(epoch.key_id));
  });

  it("waits for a second lead before it publishes a partner, and counts no stranger's word", async () => {
    const person = stranger(desk, "partner", "Tomás");
    const entry = entryOf(person);
    const nobody = entryEndorse(entry, signGenerate().seed);
    const vouched = { ...person, endorsements: [{ entry: b64Encode(entry), key: b64Encode(nobody.key), sig: b64Encode(nobody.sig) }] };
    expect(await personAdmit(vouched, await epochs())).toBe(1);
    expect(desk.directories.desk).toHaveLength(1);
    expect(desk.endorsed.map(({ id }) => id)).toEqual([person.id]);
  });

  it("publishes a partner with two leads' words, and gives them no epoch", async () => {
    const second = { ...stranger(desk, "lead", "Bruno") };
    const sign = signGenerate();
    const certificate = leadCertify({ user: hexOf(second.id), signKey: sign.publicKey, issued: "2026-01-01" }, desk.root.seed);
    const lead = { ...second, sign_key: b64Encode(sign.publicKey), certificate: b64Encode(certificate.cert), certificate_sig: b64Encode(certificate.sig) };
    expect(certificateOf(lead)).not.toBeNull();
    await personAdmit(lead, await epochs());
    const partner = stranger(desk, "partner", "Tomás");
    const entry = entryOf(partner);
    const word = entryEndorse(entry, sign.seed);
    const vouched = { ...partner, endorsements: [{ entry: b64Encode(entry), key: b64Encode(word.key), sig: b64Encode(word.sig) }] };
    const before = desk.asked.filter((asked) => asked.endsWith("/wraps")).length;
    expect(await personAdmit(vouched, await epochs())).toBe(0);
    expect(requireDesk().people.find(({ user }) => user === hexOf(partner.id))?.role).toBe("partner");
    expect(desk.asked.filter((asked) => asked.endsWith("/wraps"))).toHaveLength(before);
    expect(accessMissing(partner, await epochs())).toEqual([]);
  });

  it("believes no certificate of another root or of another key", () => {
    const person = stranger(desk, "lead");
    const signKey = b64Decode(person.sign_key ?? "");
    const make = (key: Uint8Array, root: Uint8Array): PersonOut => {
      const { cert, sig } = leadCertify({ user: hexOf(person.id), signKey: key, issued: "2026-01-01" }, root);
      return { ...person, certificate: b64Encode(cert), certificate_sig: b64Encode(sig) };
    };
    expect(certificateOf(make(signKey, desk.root.seed))).not.toBeNull();
    expect(certificateOf(make(signKey, signGenerate().seed))).toBeNull();
    expect(certificateOf(make(signGenerate().publicKey, desk.root.seed))).toBeNull();
  });
});

describe("removing a person", () => {
  it("shuts the account first, then rotates the epoch under a directory without them", async () => {
    const person = stranger(desk, "case_worker");
    await personAdmit(person, await epochs());
    desk.asked.length = 0;
    await personRemove(person);
    const acts = desk.asked.filter((asked) => asked.startsWith("POST people") || asked === "POST epochs");
    expect(acts).toEqual([`POST people/${person.id}/deactivate`, "POST epochs"]);
    expect(requireDesk().people.some(({ user }) => user === hexOf(person.id))).toBe(false);
    expect(requireDesk().removed).toEqual([hexOf(person.id)]);
    const made = desk.epochs.at(-1)?.made;
    expect(made?.wraps.map(({ key_id }) => key_id)).not.toContain(b64Encode(person.seal.keyId));
    expect(requireVault().epochs.size).toBe(2);
    // Both epochs began on this very day: what is sealed from now on goes to the new one.
    expect(sealingEpoch().id).toBe(hexOf(made?.id ?? ""));
  });

  it("vouches itself for colleagues whose only word was the removed lead's", async () => {
    const sign = signGenerate();
    const second = { ...stranger(desk, "lead", "Bruno"), sign_key: b64Encode(sign.publicKey) };
    const certificate = leadCertify({ user: hexOf(second.id), signKey: sign.publicKey, issued: "2026-01-01" }, desk.root.seed);
    const lead = { ...second, certificate: b64Encode(certificate.cert), certificate_sig: b64Encode(certificate.sig) };
    await personAdmit(lead, await epochs());
    const [worker, partner] = [stranger(desk, "case_worker"), stranger(desk, "partner")];
    const mine = requireVault().signKey.seed;
    const add = [
      { entry: new Uint8Array(entryOf(worker)), by: [entryEndorse(entryOf(worker), sign.seed)] },
      { entry: new Uint8Array(entryOf(partner)), by: [entryEndorse(entryOf(partner), sign.seed), entryEndorse(entryOf(partner), mine)] },
    ];
    expect(await epochRotate({ add })).toEqual([]);
    const dropped = await personRemove(lead);
    expect(dropped).toHaveLength(1);
    const users = requireDesk().people.map(({ user }) => user);
    expect(users).toContain(hexOf(worker.id));
    expect(users).not.toContain(hexOf(partner.id));
    expect(phase.value).toBe("open");
  });
});
