import { existsSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { build } from "esbuild";

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

/**
 * Bundles an app: `main.js`, and `migrate.js` if it has migrations to run. The same source gives the same bytes,
 * wherever the checkout lies.
 */
export async function bundleApp(app: string): Promise<BundleFile[]> {
  const folder = join(checkout, "apps", app);
  const entries = ["main", "migrate"].filter((name) => existsSync(join(folder, "src", `${name}.ts`)));
  const outdir = join(folder, "dist");
  const result = await build({
    absWorkingDir: checkout,
    entryPoints: Object.fromEntries(entries.map((name) => [name, join(folder, "src", `${name}.ts`)])),
    outdir,
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
  });
  return result.outputFiles
    .map((file) => ({ path: relative(outdir, file.path), content: file.contents }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
