import { readFileSync } from "node:fs";
import * as v from "valibot";

const Version = v.pipe(v.string(), v.regex(/^v?\d+\.\d+\.\d+/));

/** What `toolchain/pins.json` holds: the one place where a version of anything outside the lockfile is written. */
export const Pins = v.strictObject({
  /** The Node that runs the command line and the apps, from the npm package `node`. */
  node: Version,
  pnpm: Version,
  /** The least Go that builds the modules. */
  go: Version,
  /** The least Python; it only unpacks Envoy. */
  python: Version,
  /** Istio's release that the pseudo-version of its module stands for. */
  istioRelease: Version,
  modules: v.record(v.string(), v.strictObject({ path: v.string(), version: Version })),
  pythonPackages: v.record(v.string(), Version),
  aptPackages: v.strictObject({
    cluster: v.array(v.string()),
    images: v.array(v.string()),
    /** Never installed, because they conflict with others' packages: unpacked into the cache. */
    unpacked: v.array(v.string()),
    tests: v.array(v.string()),
  }),
});
export type Pins = v.InferOutput<typeof Pins>;

/** The pins of this checkout. Throws when the file does not have its shape. */
export const pins: Pins = v.parse(
  Pins,
  JSON.parse(readFileSync(new URL("../pins.json", import.meta.url), "utf8")),
);

/** The pinned version of a Go module by its short name, as `v1.2.3`. Throws for a name that is not in the file. */
export const moduleVersion = (name: string): string => {
  const found = pins.modules[name];
  if (!found) throw new Error(`pins.json names no module "${name}"`);
  return found.version;
};
