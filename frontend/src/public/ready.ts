/** Getting what sealing needs, for as long as the page is open. */
import { Unreachable } from "./desk";

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Tries until the connection gives what is wanted. Meanwhile the page's own style offers the plain way after 20 seconds.
 * @throws what is not `Unreachable`, at once: trying again would not make a false key a true one
 */
export async function untilReady<T>(get: () => Promise<T>): Promise<T> {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await get();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

