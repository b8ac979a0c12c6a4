/** What submitters download: one file that asks for no other, without WebAssembly, well below its limit. */
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build, type Rolldown } from "vite";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** The page's limit is 45 kB; what the form itself needs must fit beside the sealing code. */
const SEALING_LIMIT = 38_000;

/** Everything that a submitter's two pages use of the sealing code, and nothing of the staff's. */
const ENTRY = `
export * from "${ROOT}src/sealing/envelopes.ts";
export * from "${ROOT}src/sealing/wraps.ts";
export * from "${ROOT}src/sealing/receipts.ts";
export * from "${ROOT}src/sealing/messages.ts";
export { jsonOpen, wrapOpen } from "${ROOT}src/sealing/opening.ts";
export { currentEpoch, publicDirectoryVerify } from "${ROOT}src/sealing/directories.ts";
`;

async function bundle(source: string): Promise<Rolldown.OutputChunk[]> {
  const result = await build({
    configFile: false,
    logLevel: "error",
    root: ROOT,
    build: {
      write: false,
      target: "es2020",
      rolldownOptions: { input: "virtual:entry", output: { codeSplitting: false }, preserveEntrySignatures: "strict" },
    },
    plugins: [
      {
        name: "entry",
        resolveId: (id) => (id === "virtual:entry" ? `\0${id}` : null),
        load: (id) => (id === "\0virtual:entry" ? source : null),
      },
    ],
  });
  const outputs = Array.isArray(result) ? result : [result as Rolldown.RolldownOutput];
  return outputs.flatMap(({ output }) => output.filter((item) => item.type === "chunk"));
}

describe("the sealing code of submitters' pages", () => {
  it("is one small file without WebAssembly, eval, storage or further requests", async () => {
    const chunks = await bundle(ENTRY);
    const code = chunks.map((chunk) => chunk.code).join("");
    expect(chunks).toHaveLength(1);
    expect(chunks[0]?.imports).toEqual([]);
    expect(chunks[0]?.dynamicImports).toEqual([]);
    expect(code).not.toMatch(/WebAssembly|\beval\(|new Function|localStorage|sessionStorage|indexedDB|fetch\(|https?:/);
    expect(brotliCompressSync(code).length).toBeLessThan(SEALING_LIMIT);
  });

  it("would show WebAssembly if the vault were in it", async () => {
    const chunks = await bundle(`export * from "${ROOT}src/sealing/vaults.ts";`);
    expect(chunks.map((chunk) => chunk.code).join("")).toContain("WebAssembly");
  });
});
