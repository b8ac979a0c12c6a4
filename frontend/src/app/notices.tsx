/** One place where the page says what happened: read out by screen readers, and shown until the next step. */
import { signal } from "@preact/signals";
import { Problem } from "../api/problem";
import { Refused, SealingError } from "../sealing/errors";
import { VaultClosed } from "../vault/keyring";
import { shellWords } from "./i18n/shell";

interface Notice {
  readonly text: string;
  readonly alarm: boolean;
}

const current = signal<Notice | null>(null);

/** Says that something was done. */
export function announce(text: string): void {
  current.value = { text, alarm: false };
}

/** Says that something was refused or failed. */
export function alarm(text: string): void {
  current.value = { text, alarm: true };
}

export function noticeClear(): void {
  current.value = null;
}

/** The sentence for an error of a step; rethrows what is a fault of the program. */
export function errorWords(error: unknown): string {
  const words = shellWords();
  if (error instanceof Refused) return words.failedSealing;
  if (error instanceof SealingError || error instanceof VaultClosed) return words.failed;
  if (!(error instanceof Problem)) throw error;
  if (error.stepUp) return words.failedStepUp;
  if (error.status === 0) return words.failedOffline;
  if (error.status === 403) return words.failedForbidden;
  if (error.status === 404) return words.failedMissing;
  if (error.status === 409) return words.failedConflict;
  if (error.status === 422) return words.failedInvalid;
  return words.failed;
}

/** Does a step and says how it went; `true` where it went well. What the step itself says stays. */
export async function attempt(step: () => Promise<unknown>, done?: string): Promise<boolean> {
  if (current.value?.alarm === true) noticeClear();
  try {
    await step();
  } catch (error) {
    alarm(errorWords(error));
    return false;
  }
  if (done !== undefined) announce(done);
  return true;
}

/** The live regions; present from the start, so that what is put into them is read out. */
export function Notices() {
  const notice = current.value;
  return (
    <div class="notices">
      <div role="status">{notice?.alarm === false && <p class="notice said">{notice.text}</p>}</div>
      <div role="alert">
        {notice?.alarm === true && (
          <div class="notice notice--alarm said">
            <p class="error">{notice.text}</p>
            <button type="button" class="btn btn--s" onClick={noticeClear}>
              {shellWords().close}
            </button>
          </div>
        )}
      </div>
    </div>
  );
}
