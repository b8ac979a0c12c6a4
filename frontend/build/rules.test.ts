/** The bans of `eslint.config.js` hold: each snippet must be reported by the named rule, and the last ones by none. */
import { fileURLToPath } from "node:url";
import { ESLint } from "eslint";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const eslint = new ESLint({ cwd: ROOT });

/** The rules that complain of a text, were it the whole of an existing file (which the type checker must know). */
async function complaints(path: string, text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: ROOT + path });
  return (result?.messages ?? []).map(({ ruleId }) => ruleId);
}

const SEALING = "src/sealing/bytes.ts";
const EVERYWHERE: [string, string][] = [
  ["no-console", 'console.log("x");'],
  ["no-restricted-globals", 'localStorage.setItem("a", "b");'],
  ["no-restricted-globals", 'indexedDB.open("a");'],
  ["no-restricted-globals", 'sessionStorage.setItem("a", "b");'],
  ["no-restricted-properties", 'window.localStorage.setItem("a", "b");'],
  ["no-restricted-properties", 'globalThis.sessionStorage.setItem("a", "b");'],
  ["no-restricted-syntax", 'document.cookie = "a=b";'],
  ["no-restricted-syntax", 'document.body.innerHTML = "a";'],
  ["no-restricted-syntax", 'document.body["outerHTML"] = "a";'],
  ["no-restricted-syntax", 'document.body.insertAdjacentHTML("beforeend", "a");'],
  ["no-restricted-syntax", 'export const a = { dangerouslySetInnerHTML: { __html: "a" } };'],
  ["no-eval", 'eval("1");'],
  ["no-restricted-imports", 'import { argon2id } from "hash-wasm"; export const a = argon2id;'],
];

describe("everywhere", () => {
  it.each(EVERYWHERE)("%s: %s", async (rule, text) => {
    expect(await complaints(SEALING, text)).toContain(rule);
  });
});

describe("where things are sealed", () => {
  it.each(["document", "window", "navigator", "fetch", "location", "history", "XMLHttpRequest", "setTimeout", "Buffer"])(
    "%s is out of reach",
    async (name) => {
      expect(await complaints(SEALING, `export const a: unknown = ${name};`)).toContain("no-restricted-globals");
    },
  );

  it("no page library and no other folder is imported", async () => {
    expect(await complaints(SEALING, 'import { h } from "preact"; export const a = h;')).toContain("no-restricted-imports");
    expect(await complaints(SEALING, 'import { a } from "../vault/b"; export const c = a;')).toContain("no-restricted-imports");
  });

  it("the system's random bytes and the one user of WebAssembly are allowed", async () => {
    expect(await complaints(SEALING, "export const a = crypto.getRandomValues(new Uint8Array(1));\n")).toEqual([]);
    const vaults = 'import { argon2id } from "hash-wasm";\nexport const a = argon2id;\n';
    expect(await complaints("src/sealing/vaults.ts", vaults)).toEqual([]);
  });
});
