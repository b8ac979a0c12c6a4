/** What can go wrong when something sealed is opened. The codes are those of the shared vectors. */
export type SealingErrorCode = "damaged" | "not_for_this_key" | "unknown_version" | "refused";

/**
 * Base of every error of this folder. `detail` is a constant phrase for developers: it never holds
 * content, keys or anything that a person typed, so that it may be shown in a log.
 */
export class SealingError extends Error {
  readonly code: SealingErrorCode;

  constructor(code: SealingErrorCode, detail: string) {
    super(`${code}: ${detail}`);
    this.name = "SealingError";
    this.code = code;
  }
}

/** The bytes are not what their sealer wrote: cut, changed, swapped, or never well formed. */
export class Damaged extends SealingError {
  constructor(detail: string) {
    super("damaged", detail);
    this.name = "Damaged";
  }
}

/** The bytes may be sound, but they were sealed to another key. Decided by the key id alone. */
export class NotForThisKey extends SealingError {
  constructor(detail: string) {
    super("not_for_this_key", detail);
    this.name = "NotForThisKey";
  }
}

/** The bytes name a version or a suite that this program does not know. */
export class UnknownVersion extends SealingError {
  constructor(detail: string) {
    super("unknown_version", detail);
    this.name = "UnknownVersion";
  }
}

/** The bytes are well formed, but a rule forbids to act on them. */
export class Refused extends SealingError {
  constructor(detail: string) {
    super("refused", detail);
    this.name = "Refused";
  }
}

/** What is wrong with a receipt's words: one of them, their number, that they are of several languages, or the check bits. */
export type SlipReason = "word" | "count" | "language" | "check";

/**
 * A slip of the pen. `wordNumber` counts from 1 and is null where the slip is not in one word;
 * `suggestion` is the nearest word of the list, or "" where none is near.
 */
export class ReceiptSlip extends Refused {
  readonly reason: SlipReason;
  readonly wordNumber: number | null;
  readonly suggestion: string;

  constructor(reason: SlipReason, wordNumber: number | null = null, suggestion = "") {
    super(`receipt words: ${reason}`);
    this.name = "ReceiptSlip";
    this.reason = reason;
    this.wordNumber = wordNumber;
    this.suggestion = suggestion;
  }
}
