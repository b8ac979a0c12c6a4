// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import type { MessageOut, SealedOut, TipOut, TipRow } from "../../api/types";
import { randomBytes } from "../../sealing/bytes";
import { b64Decode, b64Encode, type JsonValue, newRef, refBytes } from "../../sealing/encoding";
import { jsonSeal, type Sealed } from "../../sealing/envelopes";
import { indexKey, type SealKey, signGenerate, xwingGenerate } from "../../sealing/keys";
import { Direction, Kind } from "../../sealing/kinds";
import { makerSign } from "../../sealing/makers";
import { messageValue } from "../../sealing/messages";
import { jsonOpen, wrapOpen } from "../../sealing/opening";
import { indexWrapSeal, wrapSeal } from "../../sealing/wraps";
import { boot, vaultMake } from "../../vault/flow";
import { hexOf, uuidOf } from "../../vault/ids";
import { me, phase, requireVault, vault, warning } from "../../vault/keyring";
import { deskFound } from "../../vault/leading";
import { replySeal } from "../../vault/sealing";
import { CHEAP, FakeDesk } from "../../vault/testing/fakeDesk";
import { inbox, inboxForget, inboxLoad, searchIds, wordsOf } from "../inboxStore";
import { nextSeq, type Said, tipLoad } from "./tipStore";

let desk: FakeDesk;
let epoch: { readonly id: string; readonly key: SealKey };
const mailbox = xwingGenerate();
const answerKey = randomBytes(32);

function out(sealed: Sealed, signSeed?: Uint8Array): SealedOut {
  const { ck, kind, ref } = sealed;
  const wrap =
    kind === Kind.indexRow
      ? indexWrapSeal({ indexKey: indexKey(epoch.key.seed), ck, ref })
      : wrapSeal({ publicKey: epoch.key.publicKey, ck, kind, ref }).wrap;
  const maker = signSeed === undefined ? null : makerSign(sealed, signSeed);
  return {
    id: uuidOf(sealed.ref),
    epoch: epoch.id,
    envelope: b64Encode(sealed.envelope),
    wrap: b64Encode(wrap),
    maker: maker === null ? null : b64Encode(maker.keyId),
    signature: maker === null ? null : b64Encode(maker.signature),
  };
}

function tipSealed(): Sealed {
  const value = {
    v: 1,
    lang: "es",
    text: "Vino Aurelio en un bote",
    kind: "talk",
    zone: "",
    when: "today",
    danger: true,
    mailbox: b64Encode(mailbox.publicKey),
    answer_key: b64Encode(answerKey),
    sealed: "browser",
    files: [],
  };
  return jsonSeal({ kind: Kind.tip, value });
}

function row(id: string, change: Partial<TipRow> = {}): TipRow {
  return {
    id,
    state: "triaged",
    analysis: "done",
    lane: "urgent",
    day: "2026-11-22",
    urgent_hours: 0,
    urgent_answered: false,
    sealed_by: "browser",
    assigned_to: null,
    messages: 0,
    unseen: 0,
    awaits_answer: false,
    incidents: [],
    index: null,
    ...change,
  };
}

function triageValue(tip: string): JsonValue {
  const spans = [{ start: 5, end: 12, label: "PERSON", why: "name", sure: 900 }];
  const categories = [{ name: "threat", share: 900 }];
  return { v: 1, tip, lang: "es", title: "Un bote", category: "threat", categories, danger: true, danger_why: [], zone: "", spans, rules: "r1" };
}

function message(tip: Uint8Array, seq: number, text: string, change: Partial<{ key: Uint8Array; as: number }> = {}): MessageOut {
  const value = messageValue({ answerKey: change.key ?? answerKey, direction: Direction.toDesk, tip, seq, text });
  const sealed = out(jsonSeal({ kind: Kind.message, value }));
  return { direction: 1, seq: change.as ?? seq, day: "2026-11-22", sealed_by: "browser", seen: false, author: null, in_mailbox: false, sealed };
}

function serve(answer: TipOut): void {
  desk.extra.set(`GET tips/${answer.row.id}`, () => answer);
}

const shape = (said: readonly Said[]): string[] => said.map((one) => (one.type === "message" ? one.text : one.type));

beforeEach(async () => {
  phase.value = "loading";
  vault.value = me.value = warning.value = null;
  inboxForget();
  sessionStorage.clear();
  desk = new FakeDesk().serve();
  await boot();
  await vaultMake("siete palabras que nadie dijo nunca juntas", CHEAP);
  await deskFound();
  const [held] = [...requireVault().epochs.values()];
  if (held === undefined) throw new Error("no epoch");
  epoch = held;
});

describe("a tip", () => {
  it("opens with its analysis, if the desk's worker signed it", async () => {
    const tip = tipSealed();
    const id = uuidOf(tip.ref);
    const triage = jsonSeal({ kind: Kind.triageResult, value: triageValue(hexOf(id)) });
    const answer = { row: row(id), sealed: out(tip), messages: [], mailbox_open: true };
    serve({ ...answer, triage: out(triage, desk.worker.sign.seed) });
    const loaded = await tipLoad(id);
    expect(loaded).toMatchObject({ state: "open", tip: { text: "Vino Aurelio en un bote", danger: true }, triage: { state: "open" } });

    for (const seed of [signGenerate().seed, requireVault().signKey.seed]) {
      // Neither a stranger nor a case worker may make an analysis.
      serve({ ...answer, triage: out(triage, seed) });
      expect(await tipLoad(id)).toMatchObject({ state: "open", triage: { state: "shut", fault: "unsigned" } });
    }
    serve({ ...answer, triage: out(triage) });
    expect(await tipLoad(id)).toMatchObject({ triage: { state: "shut", fault: "damaged" } });
    const another = jsonSeal({ kind: Kind.triageResult, value: triageValue(hexOf(uuidOf(newRef()))) });
    serve({ ...answer, triage: out(another, desk.worker.sign.seed) });
    expect(await tipLoad(id)).toMatchObject({ triage: { state: "shut", fault: "damaged" } });
  });

  it("that was swapped, cut, or sealed to a closed epoch says so", async () => {
    const [tip, other] = [tipSealed(), tipSealed()];
    const id = uuidOf(tip.ref);
    const answer = { row: row(id), triage: null, messages: [], mailbox_open: true };
    serve({ ...answer, sealed: out(other) });
    expect(await tipLoad(id)).toMatchObject({ state: "shut", fault: "damaged" });
    serve({ ...answer, sealed: { ...out(tip), envelope: out(other).envelope } });
    expect(await tipLoad(id)).toMatchObject({ state: "shut", fault: "damaged" });
    serve({ ...answer, sealed: { ...out(tip), epoch: uuidOf(newRef()) } });
    expect(await tipLoad(id)).toMatchObject({ state: "shut", fault: "no_access" });
    serve({ ...answer, sealed: { ...out(tip), wrap: null } });
    expect(await tipLoad(id)).toMatchObject({ state: "shut", fault: "no_access" });
  });

  it("shows messages that hold its answer key, names the others, and says what is missing", async () => {
    const tip = tipSealed();
    const id = uuidOf(tip.ref);
    const messages = [
      message(tip.ref, 1, "uno"),
      message(tip.ref, 2, "falso", { key: randomBytes(32) }),
      message(tip.ref, 5, "cinco"),
      message(tip.ref, 5, "otra vez", { as: 6 }),
      message(newRef(), 7, "de otro relato"),
    ];
    serve({ row: row(id), sealed: out(tip), triage: null, messages, mailbox_open: true });
    const loaded = await tipLoad(id);
    if (loaded.state !== "open") throw new Error("shut");
    expect(shape(loaded.said)).toEqual(["uno", "wrong", "gap", "cinco", "wrong", "wrong"]);
    expect(loaded.said[2]).toMatchObject({ type: "gap", count: 2, direction: 1 });
  });

  it("gets replies that its submitter can open with what the receipt gives, and the desk with its epoch", async () => {
    const tip = tipSealed();
    const id = uuidOf(tip.ref);
    const reply = replySeal({ tip: refBytes(id), mailbox: mailbox.publicKey, answerKey, seq: 1, text: "Vamos" });
    const ref = refBytes(reply.sealed.id);
    const ck = wrapOpen({ key: mailbox, keyIdOfRow: b64Decode(reply.mailbox_key_id), wrap: b64Decode(reply.mailbox_wrap), kind: Kind.reply, ref });
    expect(jsonOpen({ ck, envelope: b64Decode(reply.sealed.envelope), kind: Kind.reply, ref }).value).toMatchObject({ text: "Vamos", dir: 2, seq: 1 });
    const said: MessageOut = { direction: 2, seq: 1, day: "2026-11-22", sealed_by: "browser", seen: true, author: { id: "x", name: "Rosa" }, in_mailbox: true, sealed: reply.sealed };
    serve({ row: row(id), sealed: out(tip), triage: null, messages: [said], mailbox_open: true });
    const loaded = await tipLoad(id);
    if (loaded.state !== "open") throw new Error("shut");
    expect(shape(loaded.said)).toEqual(["Vamos"]);
    expect(nextSeq(loaded.out.messages)).toBe(2);
    // The same reply under a signature of nobody in the directory.
    const forged = jsonSeal({ kind: Kind.reply, value: messageValue({ answerKey, direction: Direction.toSubmitter, tip: tip.ref, seq: 1, text: "No" }) });
    serve({ row: row(id), sealed: out(tip), triage: null, messages: [{ ...said, sealed: out(forged, signGenerate().seed) }], mailbox_open: true });
    const second = await tipLoad(id);
    expect(second.state === "open" && shape(second.said)).toEqual(["wrong"]);
  });
});

describe("the inbox", () => {
  function indexed(id: string, title: string, seed: Uint8Array): SealedOut {
    const value = { v: 1, tip: hexOf(id), title, category: "threat", zone: "", lang: "es", danger: false, messages: 0 };
    return out(jsonSeal({ kind: Kind.indexRow, value }), seed);
  }

  it("opens rows by the index key, believes the worker's alone, and searches what is open", async () => {
    const ids = [0, 1, 2, 3].map(() => uuidOf(newRef()));
    const [good = "", forged = "", swapped = "", owed = ""] = ids;
    const rows = [
      row(good, { index: indexed(good, "Dragas río arriba", desk.worker.sign.seed) }),
      row(forged, { index: indexed(forged, "Mentira", signGenerate().seed) }),
      row(swapped, { index: indexed(good, "De otro", desk.worker.sign.seed) }),
      row(owed, { analysis: "owed" }),
    ];
    desk.extra.set("GET tips", () => ({ rows, worker_silent: true, mark: "m" }));
    await inboxLoad();
    expect(inbox.value?.rows).toHaveLength(4);
    expect(rows.map((one) => wordsOf(one))).toMatchObject([
      { state: "open", words: { title: "Dragas río arriba" } },
      { state: "shut", fault: "unsigned" },
      { state: "shut", fault: "damaged" },
      { state: "none" },
    ]);
    expect([...(searchIds("RIO dragas") ?? [])]).toEqual([good]);
    expect([...(searchIds("Mentira") ?? [])]).toEqual([]);
    expect(searchIds("  ")).toBeNull();
  });
});
