/**
 * `node build/cross.mjs make`            prints cases that this half sealed
 * `node build/cross.mjs run < jobs.json` prints what this half makes of what the other one sealed
 */
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const { module } = await runnerImport(`${root}src/sealing/testing/cross.ts`, { root, configFile: false, logLevel: "error" });
const result =
  process.argv[2] === "make" ? await module.crossCases() : await module.answer(JSON.parse(await text(process.stdin)));
process.stdout.write(JSON.stringify(result));
