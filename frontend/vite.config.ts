/**
 * One build, several parts: each public entry alone, so that it is one file and one request, and the
 * two staff applications together, so that they share chunks.
 */
import { mkdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type BuildEnvironmentOptions, defineConfig, type EnvironmentOptions } from "vite";
import { publicEntries, staffEntries } from "./build/entries.ts";
import { joinManifests } from "./build/manifest.ts";
import { writeWordlists } from "./build/wordlists.ts";

const DIST = fileURLToPath(new URL("dist", import.meta.url));
const MANIFESTS = ".vite";

function part(name: string, target: string, input: Record<string, string>, alone: boolean): EnvironmentOptions {
  const output = {
    entryFileNames: "[name]-[hash].js",
    chunkFileNames: "[name]-[hash].js",
    assetFileNames: "[name]-[hash][extname]",
    ...(alone ? { codeSplitting: false } : {}),
  };
  const build: BuildEnvironmentOptions = {
    outDir: DIST,
    emptyOutDir: false,
    target,
    sourcemap: false,
    manifest: `${MANIFESTS}/${name}.json`,
    // The pages' policy allows no data: URLs for scripts and styles, so nothing is turned into one.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input, output },
  };
  return { consumer: "client", build };
}

const staff = staffEntries();
const environments: Record<string, EnvironmentOptions> = {};
for (const { name, path } of publicEntries()) environments[name] = part(name, "es2020", { [name]: path }, true);
if (Object.keys(staff).length > 0) environments["staff"] = part("staff", "es2022", staff, false);

export default defineConfig({
  base: "/static/app/",
  publicDir: false,
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  environments,
  builder: {
    async buildApp(builder) {
      rmSync(DIST, { recursive: true, force: true });
      mkdirSync(DIST, { recursive: true });
      const names = Object.keys(environments);
      for (const name of names) {
        const environment = builder.environments[name];
        if (environment !== undefined) await builder.build(environment);
      }
      const parts = names.map((name) => `${name}.json`);
      joinManifests(`${DIST}/${MANIFESTS}`, parts, writeWordlists(DIST));
    },
  },
});
