import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ReleaseFull } from "../../api/partner";
import type { MeOut, ReleaseOut, RevisionIn, RevisionOut, SealedIn, SealedOut } from "../../api/types";
import { randomBytes } from "../../sealing/bytes";
import type { DeskDirectory, DirectoryTransport } from "../../sealing/directories";
import { b64Decode, b64Encode, hexEncode, type JsonObject, parseJson, refBytes, refHex } from "../../sealing/encoding";
import { fileSeal } from "../../sealing/envelopes";
import { Refused, SealingError } from "../../sealing/errors";
import { sha256 } from "../../sealing/hashing";
import { indexKey } from "../../sealing/keys";
import { Kind, Suite } from "../../sealing/kinds";
import { makerSign } from "../../sealing/makers";
import { fileOpen, jsonOpen, wrapOpen } from "../../sealing/opening";
import { countersign } from "../../sealing/statements";
import { type DeskChange, type Holder, TestDesk, TODAY } from "../../sealing/testing/desk";
import type { UnlockedVault } from "../../sealing/vault-contents";
import { wrapSeal } from "../../sealing/wraps";
import { newUuid, uuidFrom, uuidOf } from "../../vault/ids";
import { me, phase, vault } from "../../vault/keyring";
import { namedDirectory } from "../../vault/namedDirectory";
import { type CheckInput, CheckFailed, fileName, releaseCheck } from "../../partner/checking";
import { valueRedact } from "../redact/groups";
import type { Work } from "../redact/work";
import { approvalMake, NobodyThere, pdfsOpen, releaseOpen, revisionOpen, valuesReadable } from "./judging";
import { revisionSign } from "./signing";

const EXPIRES = "2027-06-01";
const COPY = "ORI-7F3K-20";

let desk: TestDesk;
let transport: DirectoryTransport;
let directory: DeskDirectory;
const caseFile = newUuid();

function setUp(change: (fresh: TestDesk) => DeskChange = () => ({})): void {
  desk = new TestDesk();
  transport = desk.directory(change(desk));
  directory = desk.verified(transport);
}

function signIn(who: Holder, role: string): void {
  me.value = { user_id: uuidFrom(who.id), role } as MeOut;
  const contents = { root: desk.root.publicKey };
  vault.value = {
    unlocked: { contents } as UnlockedVault,
    sealKey: who.seal,
    signKey: who.sign,
    desk: directory,
    public: null,
    epochs: new Map([
      [uuidFrom(desk.epoch.id), { id: uuidFrom(desk.epoch.id), key: desk.epoch.key, indexKey: indexKey(desk.epoch.key.seed) }],
    ]),
  };
  phase.value = "open";
}

function work(organisations: readonly string[]): Work {
  return {
    lang: "es",
    tlp: "TLP:AMBER+STRICT",
    organisations,
    expires: EXPIRES,
    title: "Botes armados",
    facts: [],
    sections: [{ id: "s", heading: "Lo ocurrido", text: "Preguntaron por Aurelio Tamani.", tip: "", lang: "es" }],
    groups: valueRedact([], "Aurelio Tamani", "PERSON", "Corre peligro"),
    confirmed: [],
  };
}

function signed(): RevisionIn {
  const { caseWorker, partners } = desk;
  signIn(caseWorker, "case_worker");
  return revisionSign({ work: work([partners]), caseFile: refHex(refBytes(caseFile)), revision: 1, number: "EXP-012", desk: "Mesa" });
}

const stored = (sealed: SealedIn): SealedOut => ({ ...sealed });

interface Made {
  readonly revision: RevisionOut;
  readonly bytes: Uint8Array;
}

async function pdfMade(bytes: Uint8Array, maker: Holder): Promise<SealedOut> {
  const sealed = await fileSeal({ kind: Kind.caseFilePdf, suite: Suite.xchacha, content: bytes });
  const mark = makerSign(sealed, maker.sign.seed);
  const { wrap } = wrapSeal({ publicKey: desk.epoch.key.publicKey, ck: sealed.ck, kind: Kind.caseFilePdf, ref: sealed.ref });
  return {
    id: uuidOf(sealed.ref),
    epoch: uuidFrom(desk.epoch.id),
    envelope: b64Encode(sealed.envelope),
    wrap: b64Encode(wrap),
    maker: b64Encode(mark.keyId),
    signature: b64Encode(mark.signature),
  };
}

async function rendered(input: RevisionIn, maker: Holder = desk.worker): Promise<Made> {
  const bytes = randomBytes(2000);
  return {
    bytes,
    revision: {
      number: 1,
      tlp: "TLP:AMBER+STRICT",
      author: { id: uuidFrom(desk.caseWorker.id), name: "Inés" },
      signed_at: "2027-03-15T10:00:00Z",
      source: stored(input.source.sealed),
      redactions: stored(input.redactions),
      s1: input.s1,
      s1_key: input.s1_key,
      s1_signature: input.s1_signature,
      failure: "",
      returned_by: null,
      pdfs: [{ organisation: uuidFrom(desk.partners), copy_id: COPY, sealed: await pdfMade(bytes, maker) }],
      release: null,
    },
  };
}

async function approved(made: Made, expires = EXPIRES) {
  signIn(desk.lead, "lead");
  const { s1 } = await revisionOpen(caseFile, made.revision);
  return approvalMake(made.revision, await pdfsOpen(made.revision, s1), expires);
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(`${TODAY}T12:00:00Z`), toFake: ["Date"] });
  setUp();
});

afterEach(() => {
  vi.useRealTimers();
  vault.value = null;
  me.value = null;
});

describe("the author's browser", () => {
  it("seals the source to the worker and the epoch, and the list to the epoch alone", () => {
    const input = signed();
    const { sealed, worker_key_id, worker_wrap } = input.source;
    const ck = wrapOpen({
      key: desk.worker.seal,
      keyIdOfRow: b64Decode(worker_key_id, 16),
      wrap: b64Decode(worker_wrap),
      kind: Kind.caseFileSource,
      ref: refBytes(sealed.id),
    });
    const opened = jsonOpen({ ck, envelope: b64Decode(sealed.envelope), kind: Kind.caseFileSource, ref: refBytes(sealed.id) });
    expect(new TextDecoder().decode(opened.content)).not.toMatch(/Aurelio|Tamani/u);
    expect(opened.value["revision"]).toBe(1);
    expect(Object.keys(input.redactions).sort()).toEqual(["envelope", "epoch", "id", "maker", "signature", "wrap"]);
  });

  it("does not sign for a desk without a worker", () => {
    setUp(({ worker }) => ({ without: [worker] }));
    expect(() => signed()).toThrow(Refused);
  });
});

describe("the approver's browser", () => {
  it("opens what was signed, counts what was redacted, and finds none of it readable", async () => {
    const made = await rendered(signed());
    signIn(desk.lead, "lead");
    const opened = await revisionOpen(caseFile, made.revision);
    expect(opened.author.user).toBe(desk.caseWorker.id);
    expect(opened.redactions.values).toEqual(["Aurelio Tamani"]);
    expect(opened.leaks).toBe(0);
    const [pdf] = await pdfsOpen(made.revision, opened.s1);
    expect(pdf?.bytes).toEqual(made.bytes);
    expect(valuesReadable(["Aurelio Tamani"], ["dijo TAMANI ayer"])).toBe(1);
  });

  it("refuses another case file, another source, another list", async () => {
    const input = signed();
    const { revision } = await rendered(input);
    const other = signed();
    signIn(desk.lead, "lead");
    await expect(revisionOpen(newUuid(), revision)).rejects.toThrow(SealingError);
    await expect(revisionOpen(caseFile, { ...revision, source: stored(other.source.sealed) })).rejects.toThrow("another source");
    await expect(revisionOpen(caseFile, { ...revision, redactions: stored(other.redactions) })).rejects.toThrow("another list");
    await expect(revisionOpen(caseFile, { ...revision, s1_signature: other.s1_signature })).rejects.toThrow(SealingError);
  });

  it("refuses a PDF that no worker made, and one too few", async () => {
    const made = await rendered(signed(), desk.caseWorker);
    signIn(desk.lead, "lead");
    const { s1 } = await revisionOpen(caseFile, made.revision);
    await expect(pdfsOpen(made.revision, s1)).rejects.toThrow(SealingError);
    await expect(pdfsOpen({ ...made.revision, pdfs: [] }, s1)).rejects.toThrow("for others");
  });

  it("signs for the hash of what it opened, and wraps the key for each member", async () => {
    const made = await rendered(signed());
    const approval = await approved(made);
    const s2 = JSON.parse(new TextDecoder().decode(b64Decode(approval.s2))) as Record<string, unknown>;
    expect(s2).toMatchObject({
      expires: EXPIRES,
      approver: desk.lead.id,
      directory: hexEncode(directory.sha256),
      pdfs: [{ organisation: desk.partners, copy: COPY, sha256: hexEncode(sha256(made.bytes)) }],
    });
    expect(approval.wraps).toHaveLength(1);
    const [wrap] = approval.wraps;
    const ref = refBytes(made.revision.pdfs[0]?.sealed.id ?? "");
    const ck = wrapOpen({
      key: desk.partner.seal,
      keyIdOfRow: b64Decode(wrap?.key_id ?? "", 16),
      wrap: b64Decode(wrap?.wrap ?? ""),
      kind: Kind.caseFilePdf,
      ref,
    });
    const envelope = b64Decode(made.revision.pdfs[0]?.sealed.envelope ?? "");
    expect(await fileOpen({ ck, envelope, kind: Kind.caseFilePdf, ref })).toEqual(made.bytes);
  });

  it("does not let the author approve, nor a case worker", async () => {
    const made = await rendered(signed());
    const { s1 } = await revisionOpen(caseFile, made.revision);
    const pdfs = await pdfsOpen(made.revision, s1);
    expect(() => approvalMake(made.revision, pdfs, EXPIRES)).toThrow("own case file");
  });

  it("says which organisation has nobody to open its copy", async () => {
    setUp(({ partner }) => ({ without: [partner] }));
    const made = await rendered(signed());
    await expect(approved(made)).rejects.toThrow(NobodyThere);
  });
});

async function served(): Promise<{ full: ReleaseFull; bytes: Uint8Array; release: ReleaseOut; revision: RevisionOut }> {
  const made = await rendered(signed());
  const approval = await approved(made);
  const [wrap] = approval.wraps;
  const [pdf] = made.revision.pdfs;
  if (wrap === undefined || pdf === undefined) throw new Error("nothing was made");
  const first = { statement: b64Decode(made.revision.s1), signature: b64Decode(made.revision.s1_signature, 64) };
  const second = { statement: b64Decode(approval.s2), signature: b64Decode(approval.s2_signature, 64) };
  const countersignature = b64Encode(countersign(first, second, desk.worker.sign.seed));
  const countersigned_by = b64Encode(desk.worker.sign.publicKey);
  const named = { ...transport, kind: "desk", serial: 1, sha256: hexEncode(directory.sha256) };
  const { s2, s2_key, s2_signature } = approval;
  const { s1, s1_key, s1_signature } = made.revision;
  const approved_at = "2027-03-15T12:00:00Z";
  return {
    bytes: made.bytes,
    revision: made.revision,
    release: {
      id: newUuid(),
      state: "active",
      approver: { id: uuidFrom(desk.lead.id), name: "Rosa" },
      approved_at,
      expires: EXPIRES,
      s2,
      s2_key,
      s2_signature,
      countersigned_by,
      countersignature,
      recalled_at: null,
    },
    full: {
      row: {
        id: newUuid(),
        number: "EXP-012",
        revision: 1,
        tlp: "TLP:AMBER+STRICT",
        state: "active",
        approved_at,
        expires: EXPIRES,
        recalled_at: null,
        opened_at: null,
      },
      pdf: {
        id: pdf.sealed.id,
        copy_id: COPY,
        envelope: pdf.sealed.envelope,
        wrap: wrap.wrap,
        maker: pdf.sealed.maker ?? "",
        signature: pdf.sealed.signature ?? "",
      },
      s1,
      s1_key,
      s1_signature,
      s2,
      s2_key,
      s2_signature,
      countersigned_by,
      countersignature,
      s1_directory: named,
      s2_directory: named,
    },
  };
}

function check(full: ReleaseFull, change: Partial<CheckInput> = {}) {
  return releaseCheck({
    full,
    organisation: desk.partners,
    sealKey: desk.partner.seal,
    root: desk.root.publicKey,
    believed: directory,
    named: (hash) => namedDirectory(hash, directory, () => Promise.resolve(null)),
    today: TODAY,
    ...change,
  });
}

async function failsAt(full: ReleaseFull, change: Partial<CheckInput> = {}): Promise<string> {
  try {
    await check(full, change);
  } catch (error) {
    if (error instanceof CheckFailed) return error.check;
    throw error;
  }
  return "nothing";
}

const flipped = (text: string): string => {
  const bytes = b64Decode(text);
  const last = bytes.length - 1;
  bytes[last] = (bytes[last] ?? 0) ^ 1;
  return b64Encode(bytes);
};

describe("a release at the desk", () => {
  it("is believed by its signatures alone", async () => {
    const { release, revision } = await served();
    const checked = await releaseOpen(revision, release);
    expect(checked.approver.user).toBe(desk.lead.id);
    expect(checked.worker?.worker).toBe(desk.worker.id);
    expect((await releaseOpen(revision, { ...release, countersignature: null })).worker).toBeNull();
    await expect(releaseOpen(revision, { ...release, expires: "2028-01-01" })).rejects.toThrow(Refused);
    await expect(releaseOpen(revision, { ...release, countersignature: flipped(release.countersignature ?? "") })).rejects.toThrow(Refused);
  });
});

describe("the partner's browser", () => {
  it("opens the very bytes that were approved, and makes the signature file", async () => {
    const { full, bytes } = await served();
    const { pdf, release, signatures } = await check(full);
    expect(pdf).toEqual(bytes);
    expect(release.copy).toBe(COPY);
    const file = parseJson(signatures) as JsonObject;
    expect(Object.keys(file)).toEqual([
      "countersignature",
      "directories",
      "format",
      "organisation",
      "root",
      "s1",
      "s1_signature",
      "s2",
      "s2_signature",
    ]);
    expect(file["directories"]).toEqual([transport]);
    expect(fileName("EXP-012", "../../ñ", "pdf")).toBe("EXP-012-..-..--.pdf");
  });

  it("names the check that does not hold", async () => {
    const { full } = await served();
    const other = (await served()).full;
    const sealed = { ...full.pdf };
    expect(await failsAt({ ...full, s1_signature: flipped(full.s1_signature) })).toBe("author");
    expect(await failsAt({ ...full, s2_signature: flipped(full.s2_signature) })).toBe("approver");
    expect(await failsAt({ ...full, countersignature: flipped(full.countersignature) })).toBe("worker");
    expect(await failsAt({ ...full, countersignature: "" })).toBe("worker");
    expect(await failsAt({ ...full, s2: other.s2, s2_signature: other.s2_signature })).toBe("approver");
    expect(await failsAt({ ...full, pdf: { ...sealed, envelope: flipped(sealed.envelope) } })).toBe("opened");
    expect(await failsAt({ ...full, pdf: { ...sealed, wrap: other.pdf.wrap } })).toBe("opened");
    expect(await failsAt({ ...full, pdf: { ...sealed, signature: flipped(sealed.signature) } })).toBe("maker");
    expect(await failsAt({ ...full, pdf: { ...sealed, maker: full.pdf.maker.replace(/^./u, (one) => (one === "A" ? "B" : "A")) } })).toBe("maker");
    expect(await failsAt({ ...full, pdf: other.pdf })).toBe("changed");
    expect(await failsAt(full, { today: "2027-06-02" })).toBe("expired");
    expect(await failsAt(full, { today: EXPIRES })).toBe("nothing");
    expect(await failsAt(full, { organisation: desk.organisation })).toBe("own");
    expect(await failsAt({ ...full, row: { ...full.row, tlp: "TLP:CLEAR" } })).toBe("listed");
    expect(await failsAt({ ...full, row: { ...full.row, expires: "2029-01-01" } })).toBe("listed");
    expect(await failsAt(full, { sealKey: desk.caseWorker.seal })).toBe("opened");
  });

  it("believes no directory outside of its own chain, and no other root", async () => {
    const { full } = await served();
    const stranger = new TestDesk();
    expect(await failsAt(full, { root: stranger.root.publicKey })).toBe("directory");
    expect(await failsAt(full, { named: (hash) => namedDirectory(hash, stranger.verified(), () => Promise.resolve(null)) })).toBe("directory");
    expect(await failsAt({ ...full, s2_directory: { ...full.s2_directory, body: flipped(full.s2_directory.body) } })).toBe("directory");
  });
});
