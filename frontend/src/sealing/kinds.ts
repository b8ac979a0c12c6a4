/** The kind byte of an envelope or wrap. */
export const Kind = {
  tip: 1,
  message: 2,
  file: 3,
  reply: 4,
  triage: 5,
  safeCopy: 6,
  caseContent: 7,
  caseSource: 8,
  indexRow: 9,
  casePdf: 10,
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

const KINDS: ReadonlySet<number> = new Set(Object.values(Kind));

export function isKind(value: number): value is Kind {
  return KINDS.has(value);
}
