import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { type BuildOptions, build } from "esbuild";
import { type StandIns, standInsFor } from "./stand-ins.ts";

/** The checkout this program belongs to. */
export const checkout = resolve(import.meta.dirname, "../../..");

/** CommonJS dependencies inside an ES module bundle still ask for these. */
const banner = `import { createRequire as __createRequire } from "node:module";
import { fileURLToPath as __fileURLToPath } from "node:url";
const require = __createRequire(import.meta.url);
const __filename = __fileURLToPath(import.meta.url);
const __dirname = __fileURLToPath(new URL(".", import.meta.url));`;

/** A file of a bundle; `path` is relative to /app. */
export interface BundleFile {
  path: string;
  content: Uint8Array;
}

/** The files an app's bundles start from, by the names of the bundles. */
const entriesOf = (app: string, names: readonly string[]): Record<string, string> => {
  const source = join(checkout, "apps", app, "src");
  const present = names.filter((name) => existsSync(join(source, `${name}.ts`)));
  return Object.fromEntries(present.map((name) => [name, join(source, `${name}.ts`)]));
};

/** How apps are bundled, into `apps/<app>/dist`. The same source gives the same bytes, wherever the checkout lies. */
export const bundleOptions = (app: string, entryPoints: Record<string, string>) =>
  ({
    absWorkingDir: checkout,
    entryPoints,
    outdir: join(checkout, "apps", app, "dist"),
    write: false,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node26",
    charset: "utf8",
    sourcemap: "linked",
    sourcesContent: false,
    legalComments: "none",
    banner: { js: banner },
    logLevel: "warning",
  }) as const satisfies BuildOptions;

/** Bundles an app: `main.js`, and `migrate.js` if it has migrations to run. */
export const bundleApp = async (
  app: string,
  names = ["main", "migrate"],
  standIns?: StandIns,
): Promise<BundleFile[]> => {
  const options = bundleOptions(app, entriesOf(app, names));
  const result = await build({ ...options, plugins: standIns ? [standInsFor(standIns, checkout)] : [] });
  return result.outputFiles
    .map((file) => ({ path: relative(options.outdir, file.path), content: file.contents }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
};
