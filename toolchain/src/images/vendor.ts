import { readFileSync, statSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin, version } from "esbuild";
import { keyOf } from "../cache.ts";
import { bundleOptions, checkout } from "./bundle.ts";
import { replaceFiles } from "./replace-files.ts";

/** The folder beside a development bundle that holds what comes from node_modules. */
const folder = "vendor";

const lockfile = join(checkout, "pnpm-lock.yaml");

/** What the sources import from node_modules: what they call it → the file it is. */
export type Imported = Map<string, string>;

/** Leaves what comes from node_modules out of a bundle, and notes what it is. */
export const leaveToVendor = (imported: Imported): Plugin => {
  const seen = Symbol("resolved by esbuild");
  const known: Imported = new Map();
  let installedAt = 0;
  const leave = (path: string, file: string) => {
    imported.set(path, file);
    return { path: `./${folder}/${fileName(path)}.js`, external: true };
  };
  return {
    name: "vendor",
    setup({ onStart, onResolve, resolve }) {
      onStart(() => {
        const { mtimeMs } = statSync(lockfile);
        if (mtimeMs !== installedAt) known.clear();
        installedAt = mtimeMs;
      });
      onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, importer, pluginData }) => {
        if (pluginData === seen || kind === "entry-point" || isBuiltin(path)) return undefined;
        const file = known.get(path);
        if (file !== undefined) return leave(path, file);
        const found = await resolve(path, { kind, resolveDir, importer, pluginData: seen });
        if (found.external || !found.path.includes("/node_modules/")) return found;
        known.set(path, found.path);
        return leave(path, found.path);
      });
    },
  };
};

/**
 * Bundles what an app imports from node_modules, one file per name and chunks for what they share, into
 * `apps/<app>/dist/vendor`. Done again only when another thing is imported or the lockfile is another one.
 */
export const writeVendor = async (app: string, imported: Imported): Promise<void> => {
  const options = bundleOptions(app, {});
  const outdir = join(options.outdir, folder);
  const names = [...imported].sort(([a], [b]) => (a < b ? -1 : 1));
  const key = keyOf("1", version, JSON.stringify(names), readFileSync(lockfile));
  const keyFile = join(outdir, "key");
  if ((await readFile(keyFile, "utf8").catch(() => "")) === key) return;
  // Files, because esbuild reads a CommonJS package as Node does only for an importer that is an .mjs file.
  const entries = join(checkout, "node_modules/.cache/caravan", app);
  await mkdir(entries, { recursive: true });
  const entryPoints: Record<string, string> = {};
  for (const [name, file] of names) {
    const entry = join(entries, `${fileName(name)}.mjs`);
    await writeFile(entry, await reexport(file));
    entryPoints[fileName(name)] = entry;
  }
  const { outputFiles } = await build({
    ...options,
    entryPoints,
    outdir,
    splitting: true,
    sourcemap: false,
    chunkNames: "chunk-[hash]",
  });
  await rm(keyFile, { force: true });
  await replaceFiles(outputFiles, outdir);
  await writeFile(keyFile, key);
};

/** A module with everything that another one exports; a CommonJS one says only when it runs what that is. */
const reexport = async (file: string): Promise<string> => {
  const module: Record<string, unknown> = await import(pathToFileURL(file).href);
  const inner = module.default;
  const isObject = inner !== null && (typeof inner === "object" || typeof inner === "function");
  const commonJs = "module.exports" in module && isObject ? Object.keys(inner) : [];
  const names = new Set(
    [...Object.keys(module), ...commonJs].filter((name) => /^[A-Za-z_$][\w$]*$/.test(name)),
  );
  return `export { ${[...names].join(", ")} } from ${JSON.stringify(file)};\n`;
};

const fileName = (name: string) => name.replace(/[^\w.-]+/g, "_");
