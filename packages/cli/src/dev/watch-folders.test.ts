import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type WatchedFolders, watchFolders } from "./watch-folders.ts";

let folder: string;
let watched: WatchedFolders;
let seen: string[];
let heard: () => void;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "watch-"));
  await mkdir(join(folder, "other"));
  seen = [];
  heard = () => undefined;
  watched = watchFolders(async (files) => {
    seen.push(...files);
    heard();
  });
});

afterEach(async () => {
  await watched.close();
  await rm(folder, { recursive: true });
});

/** Resolves when this file was reported. */
const toldOf = async (file: string): Promise<void> => {
  while (!seen.includes(file))
    await new Promise<void>((done) => {
      heard = done;
    });
};

test("a file that is written in place is reported", async () => {
  watched.cover(new Set([folder]));
  const file = join(folder, "a.ts");
  await writeFile(file, "1");
  await toldOf(file);
});

test("a file that is replaced, as many editors do, is reported every time", async () => {
  watched.cover(new Set([folder]));
  const file = join(folder, "a.ts");
  for (const content of ["1", "2", "3"]) {
    seen = [];
    await writeFile(join(folder, ".a.ts.swp"), content);
    await rename(join(folder, ".a.ts.swp"), file);
    await toldOf(file);
  }
});

test("a folder that is covered later is watched as well, and one that never was is not", async () => {
  watched.cover(new Set([folder]));
  await writeFile(join(folder, "other", "unseen.ts"), "1");
  await writeFile(join(folder, "a.ts"), "1");
  await toldOf(join(folder, "a.ts"));
  expect(seen.some((file) => file.endsWith("unseen.ts"))).toBe(false);
  watched.cover(new Set([folder, join(folder, "other")]));
  await writeFile(join(folder, "other", "b.ts"), "1");
  await toldOf(join(folder, "other", "b.ts"));
});
