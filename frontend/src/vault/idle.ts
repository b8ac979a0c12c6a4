/** Closes the vault of a page that nobody uses, a little before the server ends the session. */
import { effect } from "@preact/signals";
import { sharedApi } from "../api/shared";
import { Problem } from "../api/problem";
import { lock } from "./flow";
import { me, vault } from "./keyring";

const SIGNS = ["pointerdown", "keydown", "wheel", "touchstart"] as const;
const EARLY_SECONDS = 30;
const LOOK_EVERY_MS = 5_000;
/** A long read asks nothing of the server: this often it hears that somebody is still there. */
const TELL_EVERY_MS = 240_000;

/** Seconds without a sign of life after which the vault closes. */
export function idleLimit(idleSeconds: number): number {
  return Math.max(30, idleSeconds - EARLY_SECONDS);
}

/** Watches for as long as a vault is open; returns how to stop. */
export function idleWatch(close: () => Promise<void> = lock, clock: () => number = Date.now): () => void {
  let last = clock();
  const seen = (): void => {
    last = clock();
  };
  for (const sign of SIGNS) window.addEventListener(sign, seen, { passive: true });
  let timer: ReturnType<typeof setInterval> | undefined;
  const unwatch = effect(() => {
    clearInterval(timer);
    const limit = idleLimit(me.value?.idle_seconds ?? 1800) * 1000;
    if (vault.value === null) return;
    seen();
    let told = clock();
    // A timer that slept with the machine still sees by the clock that the time is over.
    timer = setInterval(() => {
      if (vault.peek() === null) return;
      if (clock() - last >= limit) void close();
      else if (last > told && clock() - told >= TELL_EVERY_MS) {
        told = clock();
        void tell();
      }
    }, LOOK_EVERY_MS);
  });
  return () => {
    unwatch();
    clearInterval(timer);
    for (const sign of SIGNS) window.removeEventListener(sign, seen);
  };
}

async function tell(): Promise<void> {
  try {
    me.value = await sharedApi.me();
  } catch (error) {
    // An ended session has its own page by now; a lost connection mends itself or shows at the next step.
    if (!(error instanceof Problem)) throw error;
  }
}
