import { readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { context } from "esbuild";
import { type BundleFile, bundleApp, bundleOptions, checkout } from "./bundle.ts";
import { replaceFiles } from "./replace-files.ts";
import { type Imported, leaveToVendor, writeVendor } from "./vendor.ts";

/**
 * The bundle of one app in `apps/<app>/dist` while it is worked on: its own source and the packages of this
 * repository in `main.js`, which is small and made in milliseconds; what comes from node_modules beside it in
 * `vendor/`, which seldom changes. In production all of it is one file.
 */
export interface DevelopmentBundle {
  app: string;
  /** Files of the checkout that it was made of the last time it could be made. */
  inputs: ReadonlySet<string>;
  /** Makes it again and says whether it is another one now. Throws when it cannot be made; esbuild has said why then. */
  build(): Promise<boolean>;
  dispose(): Promise<void>;
}

export const openDevelopmentBundle = async (app: string): Promise<DevelopmentBundle> => {
  const imported: Imported = new Map();
  const builder = await context({
    ...bundleOptions(app, { main: join(checkout, "apps", app, "src/main.ts") }),
    plugins: [leaveToVendor(imported)],
    metafile: true,
  });
  let inputs: ReadonlySet<string> = new Set();
  return {
    app,
    get inputs() {
      return inputs;
    },
    async build() {
      imported.clear();
      const { outputFiles, metafile } = await builder.rebuild();
      inputs = new Set(Object.keys(metafile.inputs).map((file) => resolve(checkout, file)));
      await writeVendor(app, imported);
      // The source map first: it is there when Node starts with the bundle.
      return replaceFiles(outputFiles.toSorted((a, b) => b.path.length - a.path.length));
    },
    dispose: () => builder.dispose(),
  };
};

/** What a development image carries: the development bundle, and the migration of production. */
export const developmentFiles = async (app: string): Promise<BundleFile[]> => {
  const bundle = await openDevelopmentBundle(app);
  try {
    await bundle.build();
  } finally {
    await bundle.dispose();
  }
  const { outdir } = bundleOptions(app, {});
  const names = await readdir(outdir, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const own = files.sort().map(async (file) => ({
    path: file.slice(outdir.length + 1),
    content: await readFile(file),
  }));
  return [...(await Promise.all(own)), ...(await bundleApp(app, ["migrate"]))];
};
