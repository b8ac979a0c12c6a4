/** The kind byte of an envelope or wrap. */
export const Kind = {
  tip: 1,
  message: 2,
  file: 3,
  reply: 4,
  triageResult: 5,
  safeCopy: 6,
  caseContent: 7,
  caseFileSource: 8,
  indexRow: 9,
  caseFilePdf: 10,
  draft: 11,
  epochSeed: 0x80,
} as const;

export type Kind = (typeof Kind)[keyof typeof Kind];

/** Suite 1 is XChaCha20-Poly1305, suite 2 is AES-256-GCM (files sealed in a browser, nothing else). */
export const Suite = { xchacha: 1, aes: 2 } as const;

export type Suite = (typeof Suite)[keyof typeof Suite];

/** The direction byte of a message: 1 from the submitter to the desk, 2 from the desk to the submitter. */
export const Direction = { toDesk: 1, toSubmitter: 2 } as const;

export type Direction = (typeof Direction)[keyof typeof Direction];

/** Envelopes whose plaintext is a file; all others hold JSON. */
export const FILE_KINDS: ReadonlySet<number> = new Set([Kind.file, Kind.safeCopy, Kind.caseFilePdf]);

/** Files that lie under their parent's content key, and go by its wrap. */
export const CHILD_KINDS: ReadonlySet<number> = new Set([Kind.file, Kind.safeCopy]);

/** The parents that may share theirs. */
export const PARENT_KINDS: ReadonlySet<number> = new Set([Kind.tip, Kind.message, Kind.triageResult]);

const KINDS: ReadonlySet<number> = new Set(Object.values(Kind));

export function isKind(value: number): value is Kind {
  return KINDS.has(value);
}
