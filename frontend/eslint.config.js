/** Strict, type-checked rules, and the bans that keep secrets out of storage, markup and logs. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import tseslint from "typescript-eslint";

const require = createRequire(import.meta.url);

/** Every global that TypeScript's DOM library declares, but for what exists without a page as well. */
function domGlobals() {
  const source = readFileSync(require.resolve("typescript/lib/lib.dom.d.ts"), "utf8");
  const names = new Set([...source.matchAll(/^declare (?:var|function) (\w+)/gm)].map((match) => match[1]));
  for (const name of ["crypto", "Crypto", "SubtleCrypto", "CryptoKey", "TextEncoder", "TextDecoder"]) names.delete(name);
  return [...names, "process", "Buffer", "require", "global"];
}

const STORAGE = [
  { name: "localStorage", message: "Nothing is kept on a device." },
  { name: "indexedDB", message: "Nothing is kept on a device." },
  { name: "caches", message: "Nothing is kept on a device." },
  { name: "cookieStore", message: "Pages set no cookies." },
];
const SESSION = { name: "sessionStorage", message: "Only src/vault keeps the sealed session blob." };

const STORAGE_PROPERTIES = ["window", "globalThis", "self"].flatMap((object) =>
  STORAGE.map(({ name, message }) => ({ object, property: name, message })),
);
const SESSION_PROPERTIES = ["window", "globalThis", "self"].map((object) => ({
  object,
  property: SESSION.name,
  message: SESSION.message,
}));

const MARKUP = [
  {
    selector: "MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|createContextualFragment)$/]",
    message: "Text is set as text; markup is built as nodes.",
  },
  {
    selector: "MemberExpression[property.value=/^(innerHTML|outerHTML|insertAdjacentHTML|cookie)$/]",
    message: "Text is set as text; pages set no cookies.",
  },
  {
    selector: "CallExpression[callee.object.name='document'][callee.property.name=/^(write|writeln)$/]",
    message: "Text is set as text; markup is built as nodes.",
  },
  { selector: "MemberExpression[property.name='cookie']", message: "Pages set no cookies." },
  {
    selector: "JSXAttribute[name.name='dangerouslySetInnerHTML'], Property[key.name='dangerouslySetInnerHTML']",
    message: "Text is set as text; markup is built as nodes.",
  },
  {
    selector: "Property[key.value='dangerouslySetInnerHTML'], Property[key.name='innerHTML']",
    message: "Text is set as text; markup is built as nodes.",
  },
];

const HASH_WASM = {
  name: "hash-wasm",
  message: "Only src/sealing/vaults.ts: the pages of submitters hold no WebAssembly.",
};
const WASM_PATHS = { group: ["hash-wasm/*"], message: HASH_WASM.message };

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "src/api/schema.ts"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "no-console": "error",
      "no-eval": "error",
      "no-new-func": "error",
      eqeqeq: "error",
      "no-restricted-globals": ["error", ...STORAGE, SESSION],
      "no-restricted-properties": ["error", ...STORAGE_PROPERTIES, ...SESSION_PROPERTIES],
      "no-restricted-syntax": ["error", ...MARKUP],
      "no-restricted-imports": ["error", { paths: [HASH_WASM], patterns: [WASM_PATHS] }],
      "@typescript-eslint/no-implied-eval": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
    },
  },
  {
    files: ["src/vault/**"],
    rules: {
      "no-restricted-globals": ["error", ...STORAGE],
      "no-restricted-properties": ["error", ...STORAGE_PROPERTIES],
    },
  },
  {
    // What seals knows no page: the same code runs in the kit, in tests and in both applications.
    files: ["src/sealing/**"],
    rules: {
      "no-restricted-globals": ["error", ...domGlobals()],
      "no-restricted-imports": [
        "error",
        {
          paths: [HASH_WASM],
          patterns: [WASM_PATHS, { group: ["preact", "preact/*", "@preact/*", "../*"], message: "Sealing stands alone." }],
        },
      ],
    },
  },
  {
    files: ["src/sealing/vaults.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        { patterns: [{ group: ["preact", "preact/*", "@preact/*", "../*"], message: "Sealing stands alone." }] },
      ],
    },
  },
  {
    files: ["src/public/**"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          paths: [HASH_WASM],
          patterns: [
            WASM_PATHS,
            {
              group: ["**/sealing/vaults", "**/vault/*", "**/desk/*", "**/partner/*", "preact", "preact/*", "@preact/*"],
              message: "Pages of submitters stay small and hold no WebAssembly.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["**/*.test.ts", "**/*.test.tsx", "src/sealing/testing/**", "build/**", "*.config.ts"],
    rules: {
      // Tests and build scripts run in Node and may read files.
      "no-restricted-globals": ["error", ...STORAGE],
      "no-restricted-imports": ["error", { paths: [HASH_WASM], patterns: [WASM_PATHS] }],
    },
  },
);
