import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A file to write. */
interface Output {
  path: string;
  contents: Uint8Array;
}

/**
 * Writes files that Tilt watches: one with the same content is not touched, and none is ever seen half-written.
 *
 * @param only a folder that is to hold these files and no others
 * @returns whether anything changed
 */
export const replaceFiles = async (outputs: readonly Output[], only?: string): Promise<boolean> => {
  let changed = false;
  for (const { path, contents } of outputs) {
    const present = await readFile(path).catch(() => undefined);
    if (present?.equals(contents)) continue;
    changed = true;
    const unfinished = join(dirname(dirname(path)), `.${basename(path)}.${process.pid}.part`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(unfinished, contents);
    await rename(unfinished, path);
  }
  const wanted = new Set(outputs.map(({ path }) => path));
  for (const name of only ? await readdir(only) : [])
    if (only && !wanted.has(join(only, name))) await rm(join(only, name), { recursive: true });
  return changed;
};
