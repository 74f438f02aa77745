import { hash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Picture } from "../dependencies.ts";

/**
 * Reads all pictures into memory, by SKU: a few hundred kilobytes in all. Requests are answered from this map, so that
 * input of callers never becomes a path.
 */
export const loadPictures = async (folder: string): Promise<ReadonlyMap<string, Picture>> => {
  const files = (await readdir(folder)).filter((file) => /^[A-Z]{3}-[0-9]{4}\.svg$/.test(file));
  if (files.length === 0) throw new Error(`no pictures in ${folder}; is PICTURES_DIR right?`);
  return new Map(
    await Promise.all(
      files.map(async (file): Promise<[string, Picture]> => {
        const svg = await readFile(join(folder, file), "utf8");
        return [file.slice(0, -".svg".length), { svg, hash: hash("sha256", svg).slice(0, 16) }];
      }),
    ),
  );
};
