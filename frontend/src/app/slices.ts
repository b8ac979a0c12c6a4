/** Long work in short slices, so that the page answers meanwhile, and can be stopped. */

export interface Slicing {
  /** Called after every slice with how many are done. */
  readonly progress?: (done: number) => void;
  /** Ends the work after the present slice. */
  readonly signal?: AbortSignal;
  /** How long one slice may hold the page, in milliseconds. */
  readonly sliceMs?: number;
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** Does `work` for each item in order; returns whether it came to the end. */
export async function inSlices<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void> | void,
  { progress, signal, sliceMs = 12 }: Slicing = {},
): Promise<boolean> {
  let began = performance.now();
  for (const [at, item] of items.entries()) {
    if (signal?.aborted === true) return false;
    await work(item);
    if (performance.now() - began >= sliceMs) {
      progress?.(at + 1);
      await pause();
      began = performance.now();
    }
  }
  progress?.(items.length);
  return true;
}
