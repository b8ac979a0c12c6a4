/** A small desk for tests: it keeps what it is given and serves it again, as the API does, and checks nothing. */
import { vi } from "vitest";
import type { EpochIn, EpochOut, MeOut, PersonOut, WorkerOut } from "../../api/types";
import { randomBytes } from "../../sealing/bytes";
import { b64Decode, b64Encode, hexEncode, newRef } from "../../sealing/encoding";
import { sha256 } from "../../sealing/hashing";
import { keyId, signFromSeed, type SealKey, type SignKey, signGenerate, xwingFromSeed, xwingGenerate } from "../../sealing/keys";
import { entryEndorse, leadCertify, workerEntry } from "../../sealing/people";
import { hexOf, newUuid, uuidOf } from "../ids";

interface Transport {
  readonly body: string;
  readonly signatures: readonly { readonly key: string; readonly sig: string }[];
}

/** Cheap enough for a test; production's cost is another test's matter. */
export const CHEAP = { passes: 1, kib: 64 };

export class FakeDesk {
  readonly root = signGenerate();
  readonly organisation = { id: newUuid(), kind: "desk", name: "Mesa", short: "MES" };
  readonly receiptSalt = randomBytes(32);
  readonly worker: { readonly id: string; readonly seal: SealKey; readonly sign: SignKey } = {
    id: newUuid(),
    seal: xwingGenerate(),
    sign: signGenerate(),
  };
  me: MeOut;
  vault: string | null = null;
  keys: { seal_key: string; sign_key: string } | null = null;
  halfKey: string | null = null;
  certified = true;
  /** Newest last. */
  directories: Record<"desk" | "public", Transport[]> = { desk: [], public: [] };
  readonly epochs: { readonly made: EpochIn; readonly key: string }[] = [];
  readonly others: PersonOut[] = [];
  readonly drafts = new Map<string, unknown>();
  readonly endorsed: { readonly id: string; readonly body: unknown }[] = [];
  /** Every request as "METHOD path", in order. */
  readonly asked: string[] = [];
  /** Answers of further paths, by "METHOD path". */
  readonly extra = new Map<string, (body: unknown) => unknown>();
  signedOut = false;

  constructor(role = "lead") {
    this.me = {
      user_id: uuidOf(newRef()),
      name: "Rosa",
      username: "rosa",
      role,
      organisation: this.organisation,
      language: "es",
      session_id: hexEncode(randomBytes(16)),
      has_vault: false,
      admitted: false,
      demo: false,
      idle_seconds: 1800,
      step_up_seconds: 900,
      desk_name: "Mesa",
      root_key: b64Encode(this.root.publicKey),
      receipt_salt: b64Encode(this.receiptSalt),
    };
  }

  /** Puts the desk behind `fetch`. */
  serve(): this {
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => Promise.resolve(this.answer(url, init)));
    return this;
  }

  private answer(url: string, init: RequestInit): Response {
    const path = url.replace(/^.*\/api\//, "");
    const asked = `${init.method ?? "GET"} ${path}`;
    this.asked.push(asked);
    if (this.signedOut) return this.problem(401, "signed_out");
    const body: unknown = typeof init.body === "string" ? JSON.parse(init.body) : null;
    const found = this.extra.get(asked)?.(body) ?? this.known(asked, path, body);
    if (found instanceof Response) return found;
    if (found === null) return this.problem(404, "not_found");
    return new Response(found === undefined ? "" : JSON.stringify(found), { status: 200 });
  }

  problem(status: number, code: string): Response {
    return new Response(JSON.stringify({ code, message: "" }), { status });
  }

  private known(asked: string, path: string, body: unknown): unknown {
    const [first, second, third] = path.split("/");
    switch (asked) {
      case "GET me":
        return this.me;
      case "GET vault":
        return this.vault === null ? null : { blob: this.vault };
      case "PUT vault":
        this.vault = (body as { blob: string }).blob;
        this.keys = body as { seal_key: string; sign_key: string };
        this.me = { ...this.me, has_vault: true };
        return this.me;
      case "POST half-key":
        this.halfKey = b64Encode(randomBytes(32));
        return { half_key: this.halfKey };
      case "GET half-key":
        return this.halfKey === null ? null : { half_key: this.halfKey };
      case "DELETE half-key":
        this.halfKey = null;
        return undefined;
      case "GET epochs":
        return this.epochs.map((epoch) => this.epochOut(epoch));
      case "POST epochs":
        return this.epochStore(body as EpochIn);
      case "GET people":
        return { people: this.people(), workers: [this.workerOut()], organisations: [this.organisation] };
      case "GET invitations":
        return [];
    }
    if (first === "drafts" && second !== undefined) return this.draft(asked, second, body);
    if (first?.startsWith("director") === true && (second === "desk" || second === "public")) {
      if (asked.startsWith("POST")) this.directories[second].push(body as Transport);
      return this.directoryOut(second, third);
    }
    if (first === "people" && second !== undefined && third === "endorsements") {
      this.endorsed.push({ id: second, body });
      return undefined;
    }
    return first === "people" || (first === "epochs" && third === "wraps") ? undefined : null;
  }

  private draft(asked: string, about: string, body: unknown): unknown {
    if (asked.startsWith("PUT")) this.drafts.set(about, body);
    if (asked.startsWith("DELETE")) this.drafts.delete(about);
    return asked.startsWith("GET") ? (this.drafts.get(about) ?? null) : undefined;
  }

  private directoryOut(kind: "desk" | "public", wanted?: string): unknown {
    const hash = (one: Transport): string => hexEncode(sha256(b64Decode(one.body)));
    const all = this.directories[kind];
    const found = wanted === undefined ? all.at(-1) : all.find((one) => hash(one) === wanted);
    return found === undefined ? null : { kind, serial: all.indexOf(found) + 1, sha256: hash(found), ...found };
  }

  private epochStore(made: EpochIn): unknown {
    this.directories.desk.push(made.desk_directory);
    this.directories.public.push(made.public_directory);
    const stated = JSON.parse(new TextDecoder().decode(b64Decode(made.desk_directory.body))) as {
      epochs: { id: string; key: string }[];
    };
    this.epochs.push({ made, key: stated.epochs.find(({ id }) => id === hexOf(made.id))?.key ?? "" });
    return undefined;
  }

  private epochOut({ made, key }: { readonly made: EpochIn; readonly key: string }): EpochOut {
    const own = this.keys === null ? "" : b64Encode(keyId(b64Decode(this.keys.seal_key)));
    return {
      id: made.id,
      key_id: b64Encode(keyId(b64Decode(key))),
      seal_key: key,
      accept_from: "2026-01-01",
      accept_until: "2026-02-01",
      destroy_on: "2027-01-01",
      wrap: made.wraps.find((wrap) => wrap.key_id === own)?.wrap ?? null,
      holders: made.wraps.map((wrap) => wrap.key_id),
    };
  }

  private people(): PersonOut[] {
    const { user_id: id, name, username, role } = this.me;
    const keys = this.keys ?? { seal_key: null, sign_key: null };
    const certificate =
      this.certified && keys.sign_key !== null
        ? leadCertify({ user: hexOf(id), signKey: b64Decode(keys.sign_key), issued: "2026-01-01" }, this.root.seed)
        : null;
    const own: PersonOut = {
      id,
      name,
      username,
      role,
      organisation: this.organisation,
      active: true,
      second_factor: true,
      seal_key: keys.seal_key,
      sign_key: keys.sign_key,
      admitted: false,
      endorsements: [],
      certificate: certificate === null ? null : b64Encode(certificate.cert),
      certificate_sig: certificate === null ? null : b64Encode(certificate.sig),
    };
    return [own, ...this.others];
  }

  private workerOut(): WorkerOut {
    const { id, seal, sign } = this.worker;
    const entry = workerEntry({ worker: hexOf(id), signKey: sign.publicKey, sealKey: seal.publicKey });
    const { key, sig } = entryEndorse(entry, this.root.seed);
    return {
      id,
      seal_key: b64Encode(seal.publicKey),
      sign_key: b64Encode(sign.publicKey),
      entry: b64Encode(entry),
      endorsements: [{ key: b64Encode(key), sig: b64Encode(sig) }],
      seen_at: null,
    };
  }
}

/** A person with keys of their own, as the people page shows them before they are admitted. */
export function stranger(desk: FakeDesk, role: string, name = "Inés"): PersonOut & { readonly seal: SealKey } {
  const seal = xwingFromSeed(randomBytes(32));
  const sign = signFromSeed(randomBytes(32));
  return {
    id: newUuid(),
    name,
    username: name.toLowerCase(),
    role,
    organisation: role === "partner" ? { id: newUuid(), kind: "partner", name: "Orilla", short: "ORI" } : desk.organisation,
    active: true,
    second_factor: true,
    seal_key: b64Encode(seal.publicKey),
    sign_key: b64Encode(sign.publicKey),
    admitted: false,
    endorsements: [],
    certificate: null,
    certificate_sig: null,
    seal,
  };
}
