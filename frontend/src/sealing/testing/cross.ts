/** The browser's half of the cross test, driven by `tests/unit/cross`. */
import { hexEncode, type JsonObject } from "../encoding";
import { SealingError } from "../errors";
import { xwingFromSeed } from "../keys";
import { epochSeedOpen } from "../opening";
import { crossCases } from "./cases";
import { Given } from "./given";
import { type Op, OPS } from "./ops";

const MORE: Readonly<Record<string, Op>> = {
  epoch_seed_open: (given) => {
    const { seed } = epochSeedOpen({
      key: xwingFromSeed(given.bytes("seed")),
      keyIdOfRow: given.bytes("key_id"),
      wrap: given.bytes("wrap"),
      epochId: given.bytes("epoch_id"),
      epochPublic: given.bytes("public"),
    });
    return { seed: hexEncode(seed) };
  },
};

export interface Job {
  readonly op: string;
  readonly in: JsonObject;
}

/** What each job comes to: `{"out": …}` or `{"error": code}`. */
export async function answer(jobs: readonly Job[]): Promise<JsonObject[]> {
  const answers: JsonObject[] = [];
  for (const job of jobs) {
    const op = OPS[job.op] ?? MORE[job.op];
    if (op === undefined) throw new Error(`unknown op ${job.op}`);
    try {
      answers.push({ out: await op(new Given(job.in)) });
    } catch (error) {
      if (!(error instanceof SealingError)) throw error;
      answers.push({ error: error.code });
    }
  }
  return answers;
}

export { crossCases };
