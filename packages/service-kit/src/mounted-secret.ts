import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type * as v from "valibot";
import { parseSecret } from "./config.ts";

/** Where the chart mounts the secrets of an app that has no Dapr sidecar (`charts/service`, `mountedSecrets`). */
const folder = "/run/secrets";

/**
 * Reads a secret that is mounted as files, one per key, for apps outside the mesh; all others ask their sidecar.
 *
 * @throws ConfigError that names the keys that are missing or wrong, never their values
 * @example const { apiKey } = await readMountedSecret("bank", v.object({ apiKey: v.string() }));
 */
export const readMountedSecret = async <const S extends v.GenericSchema>(
  name: string,
  schema: S,
  root: string = folder,
): Promise<v.InferOutput<S>> => {
  const path = join(root, name);
  const files = (await readdir(path).catch(() => [])).filter((file) => !file.startsWith("."));
  const entries = await Promise.all(
    files.map(async (file) => [file, (await readFile(join(path, file), "utf8")).trimEnd()] as const),
  );
  return parseSecret(name, schema, Object.fromEntries(entries));
};
