import { describe, expect, it } from "vitest";
import { hexEncode } from "./encoding";
import { Damaged, Refused, SealingError } from "./errors";
import { holder, TestDesk, TODAY } from "./testing/desk";
import { countersign, releaseVerify, s1Sign } from "./statements";

const desk = new TestDesk();
const directory = desk.verified();
const good = desk.release(directory);
const reading = { ...good, directories: [directory], organisation: desk.partners, pdf: desk.pdf, today: TODAY };

describe("a release", () => {
  it("holds with the three signatures, on its last day too", () => {
    const release = releaseVerify({ ...reading, today: "2027-06-30" });
    expect(release).toMatchObject({ copy: "EXP-012/A", author: { user: desk.caseWorker.id }, approver: { user: desk.lead.id } });
  });

  it("does not hold for another PDF, organisation, day or directory", () => {
    for (const change of [
      { pdf: Uint8Array.of(1) },
      { organisation: desk.organisation },
      { today: "2027-07-01" },
      { directories: [] },
      { directories: [desk.verified(desk.directory({ validUntil: "2027-04-29" }))] },
    ]) {
      expect(() => releaseVerify({ ...reading, ...change })).toThrow(Refused);
    }
  });

  it("does not hold when the author approves, or no lead does", () => {
    for (const approver of [desk.caseWorker, desk.partner, desk.worker, holder()]) {
      expect(() => releaseVerify({ ...reading, ...desk.release(directory, { approver }) })).toThrow(Refused);
    }
    const byLead = desk.release(directory, { approver: desk.secondLead });
    expect(releaseVerify({ ...reading, ...byLead }).approver.user).toBe(desk.secondLead.id);
  });

  it("does not hold with any one signature of another release, nor with one bit turned", () => {
    const other = desk.release(directory);
    const mixed = [
      { first: other.first },
      { second: other.second },
      { countersignature: other.countersignature },
      { countersignature: countersign(good.first, good.second, desk.lead.sign.seed) },
      { first: { ...good.first, signature: other.first.signature } },
      { second: { ...good.second, signature: other.second.signature } },
    ];
    for (const change of mixed) expect(() => releaseVerify({ ...reading, ...change })).toThrow(Refused);
    for (const at of [0, 20, 100]) {
      const statement = good.first.statement.slice();
      statement[at] = (statement[at] ?? 0) ^ 1;
      expect(() => releaseVerify({ ...reading, first: { ...good.first, statement } })).toThrow(SealingError);
    }
  });

  it("does not hold when S2 approves for other organisations than S1 named", () => {
    const more = desk.release(directory, { s1: { organisations: [desk.partners, desk.organisation] } });
    expect(() => releaseVerify({ ...reading, ...more })).toThrow(Refused);
  });

  it("is never signed with an organisation twice or none at all", () => {
    const s1 = { ...releaseVerify(reading).s1, directory: hexEncode(directory.sha256) };
    for (const organisations of [[], [desk.partners, desk.partners]]) {
      expect(() => s1Sign({ ...s1, organisations }, desk.caseWorker.sign.seed)).toThrow(Damaged);
    }
  });
});
