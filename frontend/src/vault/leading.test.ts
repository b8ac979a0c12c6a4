// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import type { EpochOut, PersonOut } from "../api/types";
import { b64Decode, b64Encode, refBytes } from "../sealing/encoding";
import { fingerprintWords, keyMaterial, type SealKey, type SignKey, signGenerate } from "../sealing/keys";
import { Refused } from "../sealing/errors";
import { epochSeedOpen } from "../sealing/opening";
import { entryEndorse, leadCertify } from "../sealing/people";
import { sealingEpoch } from "./epochs";
import { boot, vaultMake } from "./flow";
import { hexOf } from "./ids";
import { me, phase, requireDesk, requireVault, vault, warning } from "./keyring";
import {
  accessMissing,
  certificateOf,
  deskFound,
  droppedWith,
  endorsersOf,
  entryOf,
  epochRotate,
  othersNeeded,
  personAdmit,
  personRemove,
  wordsFit,
} from "./leading";
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

/** A second lead whom the root certified, as the people page shows them before they are admitted. */
function leadMade(name: string): { readonly person: PersonOut; readonly sign: SignKey } {
  const sign = signGenerate();
  const person = stranger(desk, "lead", name);
  const { cert, sig } = leadCertify({ user: hexOf(person.id), signKey: sign.publicKey, issued: "2026-01-01" }, desk.root.seed);
  return {
    person: { ...person, sign_key: b64Encode(sign.publicKey), certificate: b64Encode(cert), certificate_sig: b64Encode(sig) },
    sign,
  };
}

/** A person for whom these keys have vouched, as the server would say. */
function vouched<T extends PersonOut>(person: T, ...by: readonly SignKey[]): T {
  const entry = entryOf(person);
  const endorsements = by.map(({ seed }) => {
    const { key, sig } = entryEndorse(entry, seed);
    return { entry: b64Encode(entry), key: b64Encode(key), sig: b64Encode(sig) };
  });
  return { ...person, endorsements };
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

  it("publishes a case worker for whom the root vouched, and gives them the epochs", async () => {
    const person = vouched(stranger(desk, "case_worker"), desk.root);
    expect(othersNeeded(person)).toBe(0);
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

  it.each(["case_worker", "partner"])("waits for a second lead before it publishes a %s, and counts no stranger's word", async (role) => {
    const person = vouched(stranger(desk, role, "Tomás"), signGenerate());
    expect(othersNeeded(person)).toBe(1);
    expect(await personAdmit(person, await epochs())).toBe(1);
    expect(desk.directories.desk).toHaveLength(1);
    expect(desk.endorsed.map(({ id }) => id)).toEqual([person.id]);
  });

  it("counts its own word once, and no word that does not hold", async () => {
    const own = vouched(stranger(desk, "case_worker"), requireVault().signKey);
    expect(await personAdmit(own, await epochs())).toBe(1);
    const [root] = vouched(own, desk.root).endorsements;
    const [nobody] = vouched(own, signGenerate()).endorsements;
    if (root === undefined || nobody === undefined) throw new Error("no endorsement");
    const forged = { ...own, endorsements: [{ ...nobody, key: root.key }] };
    expect(endorsersOf(forged)).toEqual([]);
    expect(await personAdmit(forged, await epochs())).toBe(1);
    const another = vouched(stranger(desk, "case_worker"), desk.root);
    expect(await personAdmit({ ...own, endorsements: another.endorsements }, await epochs())).toBe(1);
    expect(desk.directories.desk).toHaveLength(1);
  });

  it("gives no word unasked for keys that another lead hands in", async () => {
    const lead = leadMade("Bruno");
    await personAdmit(lead.person, await epochs());
    const entry = new Uint8Array(entryOf(stranger(desk, "case_worker")));
    await expect(epochRotate({ add: [{ entry, by: [entryEndorse(entry, lead.sign.seed)] }] })).rejects.toThrow(Refused);
    expect(desk.epochs).toHaveLength(1);
  });

  it("publishes a case worker with two leads' words", async () => {
    const lead = leadMade("Bruno");
    await personAdmit(lead.person, await epochs());
    const person = vouched(stranger(desk, "case_worker"), lead.sign);
    expect(othersNeeded(person)).toBe(0);
    expect(await personAdmit(person, await epochs())).toBe(0);
    expect(requireDesk().people.find(({ user }) => user === hexOf(person.id))?.role).toBe("case_worker");
  });

  it("publishes a partner with two leads' words, and gives them no epoch", async () => {
    const lead = leadMade("Bruno");
    expect(certificateOf(lead.person)).not.toBeNull();
    await personAdmit(lead.person, await epochs());
    const partner = vouched(stranger(desk, "partner", "Tomás"), lead.sign);
    const before = desk.asked.filter((asked) => asked.endsWith("/wraps")).length;
    expect(await personAdmit(partner, await epochs())).toBe(0);
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
    const person = vouched(stranger(desk, "case_worker"), desk.root);
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

  it("vouches in the removed lead's place where it had not vouched yet, and lets go whom it alone is left for", async () => {
    const [second, third] = [leadMade("Bruno"), leadMade("Elsa")];
    await personAdmit(second.person, await epochs());
    await personAdmit(third.person, await epochs());
    const [theirs, shared, partner] = [stranger(desk, "case_worker"), stranger(desk, "case_worker"), stranger(desk, "partner")];
    const by = (person: PersonOut, ...keys: readonly SignKey[]) => {
      const entry = new Uint8Array(entryOf(person));
      return { entry, by: keys.map(({ seed }) => entryEndorse(entry, seed)) };
    };
    const { signKey } = requireVault();
    const add = [by(theirs, second.sign, third.sign), by(shared, second.sign, signKey), by(partner, second.sign, signKey)];
    expect(await epochRotate({ add })).toEqual([]);
    expect(droppedWith(third.person)).toEqual([]);
    expect(droppedWith(second.person)).toHaveLength(2);
    const dropped = await personRemove(second.person);
    expect(dropped).toHaveLength(2);
    const users = requireDesk().people.map(({ user }) => user);
    expect(users).toContain(hexOf(theirs.id));
    expect(users).not.toContain(hexOf(shared.id));
    expect(users).not.toContain(hexOf(partner.id));
    expect(phase.value).toBe("open");
  });
});
