import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { bundleOptions } from "@caravan/toolchain";
import { context } from "esbuild";
import { checkout } from "../platform/files.ts";
import { watchFolders } from "./watch-folders.ts";

/** The bundle of one app, kept up to date in `apps/<app>/dist`. */
interface AppBundle {
  app: string;
  /** Files of the checkout that it is made of, from the last build that worked. */
  inputs: ReadonlySet<string>;
  /** Builds again and says whether the bundle is another one now. Throws what esbuild found wrong. */
  build(): Promise<boolean>;
  dispose(): Promise<void>;
}

async function openBundle(app: string): Promise<AppBundle> {
  const entry = { main: join(checkout, "apps", app, "src/main.ts") };
  const builder = await context({ ...bundleOptions(app, entry), metafile: true });
  let inputs: ReadonlySet<string> = new Set();
  return {
    app,
    get inputs() {
      return inputs;
    },
    async build() {
      const { outputFiles, metafile } = await builder.rebuild();
      const sources = Object.keys(metafile.inputs).filter((file) => !file.includes("node_modules/"));
      inputs = new Set(sources.map((file) => resolve(checkout, file)));
      // The source map first: it is there when Node starts with the bundle.
      const files = outputFiles.toSorted((a, b) => b.path.length - a.path.length);
      const written = [];
      for (const { path, contents } of files) written.push(await replaceFile(path, contents));
      return written.includes(true);
    },
    dispose: () => builder.dispose(),
  };
}

/** Tilt looks at every write; one that changes nothing must not restart an app, and no half-written file may be copied. */
async function replaceFile(path: string, contents: Uint8Array): Promise<boolean> {
  const present = await readFile(path).catch(() => undefined);
  if (present?.equals(contents)) return false;
  const unfinished = join(dirname(path), "..", `.${basename(path)}.part`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(unfinished, contents);
  await rename(unfinished, path);
  return true;
}

/**
 * Keeps the bundles of these apps up to date until `signal` aborts: an edit bundles those apps again that the file is
 * a part of, whether it belongs to the app or to a package. esbuild's own watch looks at files in turn and may take
 * two seconds to see an edit; this one hears of it from the kernel.
 */
export async function watchBundles(
  apps: readonly string[],
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const bundles = await Promise.all(apps.map(openBundle));
  /** What could not be bundled may be mended by any file, also by one that was not there. */
  const broken = new Set(bundles);
  const sources = watchFolders(async (files) => {
    const concerned = bundles.filter(
      (bundle) => broken.has(bundle) || files.some((file) => bundle.inputs.has(file)),
    );
    await Promise.all(concerned.map(rebuild));
  });
  const rebuild = async (bundle: AppBundle) => {
    const started = performance.now();
    const outcome = await bundle.build().catch(() => undefined);
    if (outcome === undefined) broken.add(bundle);
    else broken.delete(bundle);
    sources.cover(new Set([...bundle.inputs].map((file) => dirname(file))));
    if (outcome) log(`${bundle.app}: bundled in ${Math.round(performance.now() - started)} ms`);
  };
  await Promise.all(bundles.map(rebuild));
  log(`watching the sources of ${apps.join(", ")}`);
  await new Promise<void>((done) => signal.addEventListener("abort", () => done(), { once: true }));
  await sources.close();
  await Promise.all(bundles.map((bundle) => bundle.dispose()));
}

/** Bundles these apps once; throws when one cannot be. */
export async function writeBundles(apps: readonly string[]): Promise<void> {
  const bundles = await Promise.all(apps.map(openBundle));
  try {
    await Promise.all(bundles.map((bundle) => bundle.build()));
  } finally {
    await Promise.all(bundles.map((bundle) => bundle.dispose()));
  }
}
