/** Runs every case of `tests/vectors/*.json`, which the Python half runs as well. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "./encoding";
import { ReceiptSlip, SealingError } from "./errors";
import { Given } from "./testing/given";
import { OPS } from "./testing/ops";

const FOLDER = new URL("../../../tests/vectors/", import.meta.url);

interface Case {
  readonly name: string;
  readonly op: string;
  readonly in: JsonObject;
  readonly out?: JsonObject;
  readonly error?: string;
  readonly word_number?: number | null;
}

interface File {
  readonly format: number;
  readonly about: string;
  readonly cases: readonly Case[];
}

const files = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({ name, file: JSON.parse(readFileSync(new URL(name, FOLDER), "utf8")) as File }));

async function failure(run: () => Promise<unknown>): Promise<unknown> {
  try {
    await run();
  } catch (error) {
    return error;
  }
  return null;
}

describe("the shared vectors", () => {
  it("exist, and at least half of them must fail", () => {
    const cases = files.flatMap(({ file }) => file.cases);
    expect(cases.length).toBeGreaterThan(100);
    expect(cases.filter((one) => one.error !== undefined).length * 2).toBeGreaterThanOrEqual(cases.length);
    expect([...new Set(cases.map((one) => one.op))].sort()).toEqual(Object.keys(OPS).sort());
  });
});

describe.each(files)("$name", ({ file }) => {
  it("is of a format that this runner knows", () => {
    expect(file.format).toBe(1);
  });

  it.each(file.cases.map((one) => [one.name, one] as const))("%s", async (_, one) => {
    const op = OPS[one.op];
    if (op === undefined) throw new Error(`unknown op ${one.op}`);
    const run = async (): Promise<JsonObject> => op(new Given(one.in));
    if (one.error === undefined) {
      expect(await run()).toEqual(one.out);
      return;
    }
    const error = await failure(run);
    expect(error).toBeInstanceOf(SealingError);
    expect((error as SealingError).code).toBe(one.error);
    if (one.word_number !== undefined) {
      expect(error instanceof ReceiptSlip ? error.wordNumber : null).toBe(one.word_number);
    }
  });
});
