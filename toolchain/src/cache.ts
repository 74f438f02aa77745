import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { basename, dirname, join } from "node:path";
import { withLock } from "./lock.ts";

/** The folder that every checkout of this user shares: `$XDG_CACHE_HOME/caravan`. */
export const cacheFolder = (...parts: string[]): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "caravan", ...parts);

/** A short key over everything that decides how a thing is built. */
export const keyOf = (...parts: (string | Buffer)[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part).update("\0");
  return hash.digest("hex").slice(0, 16);
};

/**
 * Makes sure that `folder` exists with everything `build` puts into it, and says whether it had to build.
 *
 * `build` works in a folder beside it that is renamed at the end, so a `folder` that exists is complete. Two runs
 * wait for each other; what an interrupted run left behind is removed by the next one.
 */
export const buildOnce = async (
  folder: string,
  build: (unfinished: string) => Promise<void>,
  onWait?: () => void,
): Promise<boolean> => {
  if (existsSync(folder)) return false;
  await mkdir(dirname(folder), { recursive: true });
  return withLock(
    `${folder}.lock`,
    async () => {
      if (existsSync(folder)) return false;
      const prefix = `.${basename(folder)}.part-`;
      for (const name of await readdir(dirname(folder)))
        if (name.startsWith(prefix)) await rm(join(dirname(folder), name), { recursive: true, force: true });
      const unfinished = await mkdtemp(join(dirname(folder), prefix));
      try {
        await build(unfinished);
        await rename(unfinished, folder);
      } finally {
        await rm(unfinished, { recursive: true, force: true });
      }
      return true;
    },
    onWait,
  );
};
