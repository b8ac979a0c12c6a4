/** The author's signature: source and redaction list are sealed, and S1 says what was meant for whom. */
import type { RevisionIn } from "../../api/types";
import { randomBytes, wipe } from "../../sealing/bytes";
import { b64Encode, hexEncode, refHex, refBytes } from "../../sealing/encoding";
import { jsonSeal } from "../../sealing/envelopes";
import { Refused } from "../../sealing/errors";
import { sha256 } from "../../sealing/hashing";
import { Kind } from "../../sealing/kinds";
import { s1Sign } from "../../sealing/statements";
import { wrapSeal } from "../../sealing/wraps";
import { requireDesk, requireMe, requireVault } from "../../vault/keyring";
import { staffSeal } from "../../vault/sealing";
import { type BuildInput, caseFileBuild } from "../redact/build";

export type SignInput = Omit<BuildInput, "sourceSalt" | "redactionsSalt">;

/**
 * Builds, seals and signs one revision. The source goes to the epoch and to the worker of the verified
 * directory; the redaction list to the epoch alone.
 * @throws Refused where it is not fit to be signed, or the directory has no worker or open epoch; VaultClosed
 */
export function revisionSign(input: SignInput): RevisionIn {
  const desk = requireDesk();
  const { signKey } = requireVault();
  const [worker] = desk.workers;
  if (worker === undefined) throw new Refused("the directory has no worker");
  const built = caseFileBuild({ ...input, sourceSalt: randomBytes(32), redactionsSalt: randomBytes(32) });
  const source = staffSeal(jsonSeal({ kind: Kind.caseFileSource, value: built.source }));
  const redactions = staffSeal(jsonSeal({ kind: Kind.caseContent, value: built.redactions }));
  const forWorker = wrapSeal({
    publicKey: worker.sealKey,
    ck: source.sealed.ck,
    kind: Kind.caseFileSource,
    ref: source.sealed.ref,
  });
  const s1 = s1Sign(
    {
      caseFile: input.caseFile,
      revision: input.revision,
      sourceSha256: hexEncode(sha256(source.sealed.content)),
      redactionsSha256: hexEncode(sha256(redactions.sealed.content)),
      organisations: input.work.organisations,
      tlp: input.work.tlp,
      directory: hexEncode(desk.sha256),
      author: refHex(refBytes(requireMe().user_id)),
    },
    signKey.seed,
  );
  wipe(source.sealed.ck, redactions.sealed.ck);
  return {
    source: { sealed: source.out, worker_key_id: b64Encode(forWorker.keyId), worker_wrap: b64Encode(forWorker.wrap) },
    redactions: redactions.out,
    s1: b64Encode(s1.statement),
    s1_key: b64Encode(signKey.publicKey),
    s1_signature: b64Encode(s1.signature),
  };
}
