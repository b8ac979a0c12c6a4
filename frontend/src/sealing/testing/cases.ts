/** Cases in the form of the vectors, sealed here with fresh randomness, for the Python half to open. */
import { randomBytes } from "../bytes";
import { deskDirectoryVerify, publicDirectoryVerify } from "../directories";
import { canonicalJson, hexEncode, type JsonObject, newRef, refHex } from "../encoding";
import { fileSeal, jsonSeal } from "../envelopes";
import { sha256 } from "../hashing";
import { indexKey, signGenerate, xwingGenerate } from "../keys";
import { Direction, FILE_KINDS, Kind, Suite } from "../kinds";
import { makerSign } from "../makers";
import { messageValue } from "../messages";
import { deriveMailbox, LANGUAGES, receiptMake } from "../receipts";
import { releaseVerify } from "../statements";
import { sessionSeal, type VaultContents } from "../vault-contents";
import { vaultReseal, vaultSeal } from "../vaults";
import { epochSeedWrap, indexWrapSeal, wrapSeal } from "../wraps";
import { TestDesk, TODAY } from "./desk";
import { LISTS } from "./lists";
import { pattern } from "./ops";

export interface CrossCase {
  readonly name: string;
  readonly op: string;
  readonly in: JsonObject;
  readonly out: JsonObject;
}

const VALUE = { v: 1, text: "Ñandú — 21°S 🛶 \u2028 \"\\\n", n: 9007199254740991, list: [true, null, -1, { a_1: "" }] };

function envelopes(): CrossCase[] {
  const kinds = Object.entries(Kind).filter(([, kind]) => !FILE_KINDS.has(kind) && kind !== Kind.epochSeed);
  return kinds.flatMap(([name, kind]) => {
    const long = { ...VALUE, long: "á".repeat(80_000) };
    return [VALUE, long].flatMap((value, at) => {
      const maker = signGenerate();
      const sealed = jsonSeal({ kind, value });
      const mark = makerSign(sealed, maker.seed);
      const parts = { ck: hexEncode(sealed.ck), envelope: hexEncode(sealed.envelope), content: hexEncode(sealed.content) };
      const { content, ...given } = parts;
      const signed = { ...parts, public: hexEncode(maker.publicKey), signature: hexEncode(mark.signature) };
      return [
        { name: `${name} ${at}`, op: "envelope_open_json", in: { ...given, kind, ref: refHex(sealed.ref) }, out: { content } },
        { name: `maker of ${name} ${at}`, op: "maker_verify", in: signed, out: {} },
      ];
    });
  });
}

async function files(): Promise<CrossCase[]> {
  const cases: CrossCase[] = [];
  for (const kind of [Kind.file, Kind.safeCopy, Kind.caseFilePdf]) {
    for (const suite of [Suite.xchacha, Suite.aes]) {
      for (const length of [0, 1, 65_528, 65_529, 140_000]) {
        const content = pattern(length);
        const { ck, envelope, ref } = await fileSeal({ content, kind, suite });
        cases.push({
          name: `file of kind ${kind}, suite ${suite}, ${length} bytes`,
          op: "envelope_open_file",
          in: { ck: hexEncode(ck), envelope: hexEncode(envelope), kind, ref: refHex(ref) },
          out: { length, sha256: hexEncode(sha256(content)) },
        });
      }
    }
  }
  return cases;
}

function wraps(): CrossCase[] {
  const key = xwingGenerate();
  const epoch = xwingGenerate();
  const index = indexKey(epoch.seed);
  const ck = randomBytes(32);
  const ref = newRef();
  const out = { ck: hexEncode(ck) };
  const kinds = [Kind.tip, Kind.message, Kind.reply, Kind.triageResult, Kind.caseContent, Kind.caseFileSource, Kind.draft];
  const cases = kinds.map((kind): CrossCase => {
    const { keyId, wrap } = wrapSeal({ publicKey: key.publicKey, ck, kind, ref });
    const given = { seed: hexEncode(key.seed), key_id: hexEncode(keyId), wrap: hexEncode(wrap), kind, ref: refHex(ref) };
    return { name: `wrap of kind ${kind}`, op: "wrap_open", in: given, out };
  });
  const seedWrap = epochSeedWrap({ publicKey: key.publicKey, seed: epoch.seed, epochId: ref });
  const row = { index_key: hexEncode(index), wrap: hexEncode(indexWrapSeal({ indexKey: index, ck, ref })) };
  return [
    ...cases,
    { name: "index wrap", op: "index_wrap_open", in: { ...row, kind: Kind.indexRow, ref: refHex(ref) }, out },
    {
      name: "epoch seed",
      op: "epoch_seed_open",
      in: {
        seed: hexEncode(key.seed),
        key_id: hexEncode(seedWrap.keyId),
        wrap: hexEncode(seedWrap.wrap),
        epoch_id: refHex(ref),
        public: hexEncode(epoch.publicKey),
      },
      out: { seed: hexEncode(epoch.seed) },
    },
  ];
}

function receipts(): CrossCase[] {
  return LANGUAGES.flatMap((language): CrossCase[] => {
    const { entropy, words } = receiptMake(language, LISTS);
    const salt = randomBytes(32);
    const mailbox = deriveMailbox({ salt, entropy });
    const tip = newRef();
    const said = { answerKey: mailbox.answerKey, direction: Direction.toDesk, tip, seq: 7, text: "¿Están bien?" };
    return [
      {
        name: `receipt in ${language}`,
        op: "receipt_read",
        in: { text: words.join(" ") },
        out: { entropy: hexEncode(entropy), lang: language },
      },
      {
        name: `mailbox of ${language}`,
        op: "receipt_derive",
        in: { salt: hexEncode(salt), entropy: hexEncode(entropy) },
        out: {
          mailbox_id: hexEncode(mailbox.mailboxId),
          stored_id: hexEncode(mailbox.storedId),
          seed: hexEncode(mailbox.key.seed),
          public: hexEncode(mailbox.key.publicKey),
          answer_key: hexEncode(mailbox.answerKey),
        },
      },
      {
        name: `message of ${language}`,
        op: "message_check",
        in: {
          content: hexEncode(canonicalJson(messageValue(said))),
          answer_key: hexEncode(mailbox.answerKey),
          direction: Direction.toDesk,
          tip: refHex(tip),
        },
        out: { seq: 7, text: said.text },
      },
    ];
  });
}

async function vaults(): Promise<CrossCase[]> {
  const contents: VaultContents = {
    sealSeed: randomBytes(32),
    signSeed: randomBytes(32),
    root: randomBytes(32),
    deskSerial: 4_000_000_000,
    deskHash: randomBytes(32),
    publicSerial: 7,
    publicHash: randomBytes(32),
  };
  const out = {
    seal_seed: hexEncode(contents.sealSeed),
    sign_seed: hexEncode(contents.signSeed),
    root: hexEncode(contents.root),
    desk_serial: contents.deskSerial,
    desk_sha256: hexEncode(contents.deskHash),
    public_serial: contents.publicSerial,
    public_sha256: hexEncode(contents.publicHash),
  };
  const [user, session, halfKey] = [newRef(), newRef(), randomBytes(32)];
  const passphrase = "ábaco niño 🛶 over";
  const { blob, unlocked } = await vaultSeal({ passphrase, user, contents });
  const given = { passphrase, user: refHex(user) };
  const kept = hexEncode(sessionSeal({ halfKey, user, session, unlocked }));
  return [
    { name: "vault", op: "vault_open", in: { ...given, blob: hexEncode(blob) }, out },
    { name: "vault again", op: "vault_open", in: { ...given, blob: hexEncode(vaultReseal(unlocked, user)) }, out },
    {
      name: "session",
      op: "session_open",
      in: { half_key: hexEncode(halfKey), blob: kept, user: refHex(user), session: refHex(session) },
      out: { ...out, derived: hexEncode(unlocked.derivedKey), head: hexEncode(unlocked.params) },
    },
  ];
}

function trust(): CrossCase[] {
  const desk = new TestDesk();
  const root = hexEncode(desk.root.publicKey);
  const transport = desk.directory({ signers: [desk.lead, desk.secondLead] });
  const open = desk.publicDirectory();
  const directory = deskDirectoryVerify({ root: desk.root.publicKey, transport, today: TODAY, known: null });
  const { sha256: openHash } = publicDirectoryVerify({
    root: desk.root.publicKey,
    transport: open,
    today: TODAY,
    known: null,
  });
  const epochs = [{ id: desk.epoch.id, key_id: hexEncode(desk.epoch.key.keyId) }];
  const subject = (who: TestDesk["lead"], role: string): Record<string, string> => ({
    id: who.id,
    role,
    sign_key_id: hexEncode(who.sign.keyId),
    seal_key_id: hexEncode(who.seal.keyId),
  });
  const { organisation, partners } = desk;
  const people = [
    { ...subject(desk.lead, "lead"), organisation },
    { ...subject(desk.secondLead, "lead"), organisation },
    { ...subject(desk.caseWorker, "case_worker"), organisation },
    { ...subject(desk.partner, "partner"), organisation: partners },
  ];
  const verifying = { root, today: TODAY, known: null };
  const carried = (item: typeof transport): JsonObject => ({ body: item.body, signatures: item.signatures.map((one) => ({ ...one })) });
  const { first, second, countersignature } = desk.release(directory);
  const release = releaseVerify({
    first,
    second,
    countersignature,
    directories: [directory],
    organisation: partners,
    pdf: desk.pdf,
    today: TODAY,
  });
  return [
    {
      name: "desk directory",
      op: "directory_verify",
      in: { ...verifying, kind: "desk", transport: carried(transport) },
      out: { serial: 1, sha256: hexEncode(directory.sha256), epochs, people, workers: [subject(desk.worker, "worker")] },
    },
    {
      name: "public directory",
      op: "directory_verify",
      in: { ...verifying, kind: "public", transport: carried(open) },
      out: { serial: 1, sha256: hexEncode(openHash), epochs },
    },
    {
      name: "release",
      op: "release_verify",
      in: {
        root,
        directories: [carried(transport)],
        s1: hexEncode(first.statement),
        s1_signature: hexEncode(first.signature),
        s2: hexEncode(second.statement),
        s2_signature: hexEncode(second.signature),
        countersignature: hexEncode(countersignature),
        organisation: partners,
        pdf: hexEncode(desk.pdf),
        today: TODAY,
      },
      out: {
        case_file: release.s1.caseFile,
        revision: 2,
        tlp: "TLP:AMBER+STRICT",
        copy: "EXP-012/A",
        author: desk.caseWorker.id,
        approver: desk.lead.id,
        worker: desk.worker.id,
        expires: "2027-06-30",
      },
    },
  ];
}

export async function crossCases(): Promise<CrossCase[]> {
  return [...envelopes(), ...(await files()), ...wraps(), ...receipts(), ...(await vaults()), ...trust()];
}
