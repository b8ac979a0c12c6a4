/** An invented desk with fresh keys: a root, two leads, a case worker, a partner, a worker, an epoch, a release. */
import { type Bytes, randomBytes } from "../bytes";
import {
  deskDirectoryBuild,
  type DeskDirectory,
  deskDirectoryVerify,
  directorySign,
  type DirectoryTransport,
  publicDirectoryBuild,
} from "../directories";
import { hexEncode, newRef, refHex } from "../encoding";
import { sha256 } from "../hashing";
import { type SealKey, signGenerate, type SignKey, xwingGenerate } from "../keys";
import { type EndorsedEntry, entryEndorse, leadCertify, personEntry, type Role, workerEntry } from "../people";
import { countersign, type S1, s1Sign, type S2, s2Sign, type SignedStatement } from "../statements";

export const TODAY = "2027-03-15";

export interface Holder {
  readonly id: string;
  readonly sign: SignKey;
  readonly seal: SealKey;
}

export function holder(): Holder {
  return { id: refHex(newRef()), sign: signGenerate(), seal: xwingGenerate() };
}

export interface DeskChange {
  readonly serial?: number;
  readonly previous?: Uint8Array | null;
  readonly validUntil?: string;
  readonly removed?: readonly string[];
  /** Entries beside those of the desk. */
  readonly more?: readonly EndorsedEntry[];
  readonly leads?: readonly Holder[];
  readonly signers?: readonly Holder[];
  readonly without?: readonly Holder[];
}

export class TestDesk {
  readonly id = refHex(newRef());
  readonly organisation = refHex(newRef());
  readonly partners = refHex(newRef());
  readonly root = signGenerate();
  readonly lead = holder();
  readonly secondLead = holder();
  readonly caseWorker = holder();
  readonly partner = holder();
  readonly worker = holder();
  readonly epoch = { id: refHex(newRef()), key: xwingGenerate() };
  readonly salt = randomBytes(32);
  readonly pdf: Bytes = randomBytes(100);

  person(who: Holder, role: Role, endorsers: readonly SignKey[], organisation = this.organisation): EndorsedEntry {
    const keys = { signKey: who.sign.publicKey, sealKey: who.seal.publicKey };
    const entry = personEntry({ user: who.id, organisation, role, ...keys });
    return { entry, by: endorsers.map(({ seed }) => entryEndorse(entry, seed)) };
  }

  workerEntry(who: Holder, endorsers: readonly SignKey[]): EndorsedEntry {
    const entry = workerEntry({ worker: who.id, signKey: who.sign.publicKey, sealKey: who.seal.publicKey });
    return { entry, by: endorsers.map(({ seed }) => entryEndorse(entry, seed)) };
  }

  #common(change: DeskChange): Omit<Parameters<typeof publicDirectoryBuild>[0], "receiptSalt" | "epochs"> {
    const leads = change.leads ?? [this.lead, this.secondLead];
    return {
      serial: change.serial ?? 1,
      previous: change.previous ?? null,
      validUntil: change.validUntil ?? "2027-04-30",
      desk: this.id,
      leads: leads.map(({ id, sign }) =>
        leadCertify({ user: id, signKey: sign.publicKey, issued: "2027-01-02" }, this.root.seed),
      ),
    };
  }

  #epoch(): { id: string; publicKey: Bytes; acceptFrom: string; acceptUntil: string; destroyOn: string } {
    return {
      id: this.epoch.id,
      publicKey: this.epoch.key.publicKey,
      acceptFrom: "2027-03-01",
      acceptUntil: "2027-04-14",
      destroyOn: "2027-09-30",
    };
  }

  directory(change: DeskChange = {}): DirectoryTransport {
    const { lead, secondLead, caseWorker, partner, worker } = this;
    const without = change.without ?? [];
    const entries: [Holder, EndorsedEntry][] = [
      [lead, this.person(lead, "lead", [lead.sign])],
      [secondLead, this.person(secondLead, "lead", [lead.sign])],
      [caseWorker, this.person(caseWorker, "case_worker", [lead.sign, secondLead.sign])],
      [partner, this.person(partner, "partner", [lead.sign, secondLead.sign], this.partners)],
      [worker, this.workerEntry(worker, [this.root])],
    ];
    const body = deskDirectoryBuild({
      ...this.#common(change),
      entries: [...entries.filter(([who]) => !without.includes(who)).map(([, entry]) => entry), ...(change.more ?? [])],
      epochs: [this.#epoch()],
      removed: change.removed ?? [],
    });
    return directorySign(body, ...(change.signers ?? [lead]).map(({ sign }) => sign.seed));
  }

  publicDirectory(change: DeskChange = {}): DirectoryTransport {
    const body = publicDirectoryBuild({
      ...this.#common(change),
      receiptSalt: this.salt,
      epochs: [this.#epoch()],
    });
    return directorySign(body, ...(change.signers ?? [this.lead]).map(({ sign }) => sign.seed));
  }

  verified(transport: DirectoryTransport = this.directory()): DeskDirectory {
    return deskDirectoryVerify({ root: this.root.publicKey, transport, today: TODAY, known: null });
  }

  release(
    directory: DeskDirectory,
    change: { readonly s1?: Partial<S1>; readonly s2?: Partial<S2>; readonly approver?: Holder } = {},
  ): { first: SignedStatement; second: SignedStatement; countersignature: Bytes } {
    const approver = change.approver ?? this.lead;
    const first = s1Sign(
      {
        caseFile: refHex(newRef()),
        revision: 2,
        sourceSha256: hexEncode(randomBytes(32)),
        redactionsSha256: hexEncode(randomBytes(32)),
        organisations: [this.partners],
        tlp: "TLP:AMBER+STRICT",
        directory: hexEncode(directory.sha256),
        author: this.caseWorker.id,
        ...change.s1,
      },
      this.caseWorker.sign.seed,
    );
    const second = s2Sign(
      {
        s1: hexEncode(sha256(first.statement)),
        pdfs: [{ organisation: this.partners, copy: "EXP-012/A", sha256: hexEncode(sha256(this.pdf)) }],
        expires: "2027-06-30",
        directory: hexEncode(directory.sha256),
        approver: approver.id,
        ...change.s2,
      },
      approver.sign.seed,
    );
    return { first, second, countersignature: countersign(first, second, this.worker.sign.seed) };
  }
}
