import { basename, resolve as resolvePath } from "node:path";
import type { Plugin } from "esbuild";

/** Modules in whose place others are bundled: file → its stand-in, both relative to the checkout. */
export type StandIns = Readonly<Record<string, string>>;

/**
 * Bundles modules in the place of others, for every importer but the stand-in itself: it can hand on, and change, what the module
 * exports. A bundle that contains no module of that name is an error, so a stand-in cannot be left out unnoticed.
 */
export const standInsFor = (modules: StandIns, checkout: string): Plugin => {
  const standIns = new Map(
    Object.entries(modules).map(([file, standIn]) => [
      resolvePath(checkout, file),
      resolvePath(checkout, standIn),
    ]),
  );
  const resolved = Symbol("resolved by esbuild");
  return {
    name: "stand-ins",
    setup({ onStart, onResolve, onEnd, resolve }) {
      const missing = new Set<string>();
      onStart(() => {
        for (const file of standIns.keys()) missing.add(file);
      });
      onResolve({ filter: namesOf(modules) }, async ({ path, kind, resolveDir, importer, pluginData }) => {
        if (pluginData === resolved) return undefined;
        const found = await resolve(path, { kind, resolveDir, importer, pluginData: resolved });
        const standIn = standIns.get(found.path);
        if (standIn === undefined || standIn === importer) return found;
        missing.delete(found.path);
        return { path: standIn };
      });
      onEnd(() => ({
        errors: [...missing].map((file) => ({
          text: `nothing imports ${file}, so nothing stands in for it`,
        })),
      }));
    },
  };
};

/** Matches imports of these files alone: a look at every import of a bundle takes seconds. */
const namesOf = (modules: StandIns): RegExp =>
  new RegExp(
    `/(${Object.keys(modules)
      .map((file) => RegExp.escape(basename(file)))
      .join("|")})$`,
  );
