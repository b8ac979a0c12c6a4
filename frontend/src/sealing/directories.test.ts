import { describe, expect, it } from "vitest";
import {
  currentEpoch,
  type DirectoryTransport,
  deskDirectoryVerify,
  epochOfKey,
  type KnownDirectory,
  makerCheck,
  membersOf,
  publicDirectoryVerify,
  transportParse,
} from "./directories";
import { jsonSeal } from "./envelopes";
import { Damaged, Refused } from "./errors";
import { Kind } from "./kinds";
import { makerSign } from "./makers";
import { endorsementsMissing, endorsementsNeeded } from "./people";
import { type DeskChange, holder, TestDesk, TODAY } from "./testing/desk";

const desk = new TestDesk();
const first = desk.verified();
const next: DeskChange = { serial: 2, previous: first.sha256 };

function verify(transport: DirectoryTransport, known: KnownDirectory | null = null, today = TODAY): void {
  deskDirectoryVerify({ root: desk.root.publicKey, transport, today, known });
}

describe("a desk directory", () => {
  it("tells who is who, and goes on from the one before", () => {
    expect(first.people.map(({ user, role }) => [user, role])).toEqual([
      [desk.lead.id, "lead"],
      [desk.secondLead.id, "lead"],
      [desk.caseWorker.id, "case_worker"],
      [desk.partner.id, "partner"],
    ]);
    expect(membersOf(first, desk.partners).map(({ user }) => user)).toEqual([desk.partner.id]);
    expect(() => { verify(desk.directory(next), first); }).not.toThrow();
  });

  it("is refused under another root, run out, going back, forked, or with a broken chain", () => {
    const { body } = desk.directory();
    expect(() => deskDirectoryVerify({ root: holder().sign.publicKey, transport: desk.directory(), today: TODAY, known: null })).toThrow(Refused);
    expect(() => { verify(desk.directory(), null, "2027-05-01"); }).toThrow(Refused);
    expect(() => { verify(desk.directory(), { serial: 2, sha256: first.sha256 }); }).toThrow(Refused);
    expect(() => { verify(desk.directory({ validUntil: "2027-04-29" }), first); }).toThrow(Refused);
    expect(() => { verify(desk.directory({ ...next, previous: new Uint8Array(32) }), first); }).toThrow(Refused);
    expect(() => { verify({ body, signatures: [] }); }).toThrow(Refused);
    expect(() => { verify(desk.directory({ signers: [desk.caseWorker] })); }).toThrow(Refused);
  });

  it("takes everybody from two leads or the root, and a lead only with the root's certificate", () => {
    const [partner, worker, lead, colleague] = [holder(), holder(), holder(), holder()];
    const { lead: one, secondLead: two, root } = desk;
    const withEntry = (entry: ReturnType<TestDesk["person"]>) => () => { verify(desk.directory({ more: [entry] })); };
    expect(withEntry(desk.person(partner, "partner", [one.sign]))).toThrow(Refused);
    expect(withEntry(desk.person(partner, "partner", [one.sign, one.sign]))).toThrow(Refused);
    expect(withEntry(desk.person(partner, "partner", [one.sign, two.sign]))).not.toThrow();
    expect(withEntry(desk.person(partner, "partner", [root]))).not.toThrow();
    expect(withEntry(desk.person(colleague, "case_worker", [one.sign]))).toThrow(Refused);
    expect(withEntry(desk.person(colleague, "case_worker", [one.sign, one.sign]))).toThrow(Refused);
    expect(withEntry(desk.person(colleague, "case_worker", [one.sign, colleague.sign]))).toThrow(Refused);
    expect(withEntry(desk.person(colleague, "case_worker", [one.sign, two.sign]))).not.toThrow();
    expect(withEntry(desk.person(colleague, "case_worker", [root]))).not.toThrow();
    expect(withEntry(desk.workerEntry(worker, [one.sign]))).toThrow(Refused);
    expect(withEntry(desk.workerEntry(worker, [one.sign, two.sign]))).not.toThrow();
    expect(withEntry(desk.person(lead, "lead", [one.sign, two.sign, root]))).toThrow(Refused);
    expect(withEntry(desk.person(lead, "case_worker", []))).toThrow(Refused);
    expect(withEntry(desk.person(lead, "case_worker", [desk.caseWorker.sign]))).toThrow(Refused);
    expect(withEntry(desk.person(desk.caseWorker, "case_worker", [one.sign, two.sign]))).toThrow(Refused);
  });

  it("counts leads and not keys, however many the root certified for one", () => {
    const { lead: one, secondLead: two, root } = desk;
    const leads = [one, two].map(({ id, sign }) => ({ user: id, signKey: sign.publicKey, issued: TODAY }));
    const endorsed = desk.person(holder(), "case_worker", [one.sign, two.sign]);
    expect(endorsementsMissing(endorsed, leads, root.publicKey)).toBe(0);
    expect(endorsementsMissing(endorsed, leads.map((lead) => ({ ...lead, user: one.id })), root.publicKey)).toBe(1);
    expect((["case_worker", "lead", "partner", "worker"] as const).map(endorsementsNeeded)).toEqual([2, 1, 2, 2]);
  });

  it("lets nobody who was removed come back or sign what follows", () => {
    const { lead, secondLead } = desk;
    const removing = { ...next, leads: [lead], removed: [secondLead.id], without: [secondLead] };
    const second = deskDirectoryVerify({
      root: desk.root.publicKey,
      // The second lead's endorsements go with that lead; the root's word replaces them.
      transport: desk.directory({
        ...removing,
        without: [secondLead, desk.partner, desk.caseWorker],
        more: [
          desk.person(desk.partner, "partner", [desk.root], desk.partners),
          desk.person(desk.caseWorker, "case_worker", [desk.root]),
        ],
      }),
      today: TODAY,
      known: first,
      following: first,
    });
    const following = (change: DeskChange) => () =>
      deskDirectoryVerify({
        root: desk.root.publicKey,
        transport: desk.directory({ serial: 3, previous: second.sha256, ...change }),
        today: TODAY,
        known: null,
        following: second,
      });
    expect(following({ removed: [] })).toThrow(Refused);
    expect(following({ signers: [secondLead] })).toThrow(Refused);
    expect(() => { verify(desk.directory({ removed: [desk.caseWorker.id] })); }).toThrow(Refused);
    expect(() => { verify(desk.directory({ removed: [secondLead.id], without: [secondLead] })); }).toThrow(Refused);
  });
});

describe("a public directory", () => {
  it("holds the salt and the epochs, and is no desk directory", () => {
    const input = { root: desk.root.publicKey, transport: desk.publicDirectory(), today: TODAY, known: null };
    const directory = publicDirectoryVerify(input);
    expect(directory.receiptSalt).toEqual(desk.salt);
    expect(currentEpoch(directory.epochs, TODAY).publicKey).toEqual(desk.epoch.key.publicKey);
    expect(() => deskDirectoryVerify(input)).toThrow(Damaged);
  });

  it("names no epoch on a day when none accepts, nor for another key", () => {
    expect(() => currentEpoch(first.epochs, "2027-04-15")).toThrow(Refused);
    expect(() => currentEpoch(first.epochs, "2027-02-28")).toThrow(Refused);
    expect(currentEpoch(first.epochs, "2027-04-14").id).toBe(desk.epoch.id);
    expect(epochOfKey(first.epochs, desk.epoch.key.keyId).id).toBe(desk.epoch.id);
    expect(() => epochOfKey(first.epochs, desk.lead.seal.keyId)).toThrow(Refused);
  });
});

describe("a transport read from a file", () => {
  it("has its two fields and no others", () => {
    const { body, signatures } = desk.directory();
    const value = { body, signatures: signatures.map((one) => ({ ...one })) };
    expect(transportParse(value)).toEqual(value);
    for (const bad of [{ ...value, more: 1 }, { body }, { ...value, signatures: [{ key: "AA", sig: "AA" }] }, null, []]) {
      expect(() => transportParse(bad)).toThrow(Damaged);
    }
  });
});

describe("makers", () => {
  const made = (kind: Kind, who: { readonly sign: { readonly seed: Uint8Array } }) => () => {
    const sealed = jsonSeal({ kind, value: { v: 1 } });
    const { keyId, signature } = makerSign(sealed, who.sign.seed);
    return makerCheck({ directory: first, makerKeyId: keyId, ...sealed, signature });
  };

  it("are who the directory lets make the kind, and nobody else", () => {
    expect(made(Kind.reply, desk.caseWorker)()).toMatchObject({ user: desk.caseWorker.id });
    expect(made(Kind.indexRow, desk.worker)()).toMatchObject({ worker: desk.worker.id });
    expect(made(Kind.indexRow, desk.lead)()).toMatchObject({ user: desk.lead.id });
    expect(made(Kind.triageResult, desk.worker)()).toMatchObject({ worker: desk.worker.id });
    expect(made(Kind.triageResult, desk.caseWorker)).toThrow(Refused);
    expect(made(Kind.reply, desk.worker)).toThrow(Refused);
    expect(made(Kind.reply, desk.partner)).toThrow(Refused);
    expect(made(Kind.tip, desk.caseWorker)).toThrow(Refused);
    expect(made(Kind.reply, holder())).toThrow(Refused);
  });
});
