import { dirname } from "node:path";
import { type DevelopmentBundle, openDevelopmentBundle } from "@caravan/toolchain";
import { watchFolders } from "./watch-folders.ts";

/**
 * Keeps the bundles of these apps up to date until `signal` aborts: an edit rebuilds the apps that contain
 * the file, of the app itself or of a package. esbuild's own watch polls files in turn and may take
 * two seconds to see an edit; this one is notified by the kernel.
 */
export const watchBundles = async (
  apps: readonly string[],
  log: (line: string) => void,
  signal: AbortSignal,
): Promise<void> => {
  const bundles = await Promise.all(apps.map(openDevelopmentBundle));
  /** A failed bundle may be fixed by any file, also by a new one. */
  const broken = new Set(bundles);
  const sources = watchFolders(async (files) => {
    const concerned = bundles.filter(
      (bundle) => broken.has(bundle) || files.some((file) => bundle.inputs.has(file)),
    );
    await Promise.all(concerned.map(rebuild));
  });
  const rebuild = async (bundle: DevelopmentBundle) => {
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
};

/** Bundles these apps once; throws when one cannot be. */
export const writeBundles = async (apps: readonly string[]): Promise<void> => {
  const bundles = await Promise.all(apps.map(openDevelopmentBundle));
  try {
    await Promise.all(bundles.map((bundle) => bundle.build()));
  } finally {
    await Promise.all(bundles.map((bundle) => bundle.dispose()));
  }
};
