import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildOnce } from "./cache.ts";

let place: string;
beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), "caravan-cache-"));
});
afterEach(() => rm(place, { recursive: true }));

test("a build that fails half-way leaves nothing that is used later", async () => {
  const folder = join(place, "thing");
  const half = buildOnce(folder, async (unfinished) => {
    await writeFile(join(unfinished, "half"), "");
    throw new Error("power is gone");
  });
  await expect(half).rejects.toThrow("power is gone");
  await buildOnce(folder, (unfinished) => writeFile(join(unfinished, "whole"), ""));
  expect(await readdir(folder)).toEqual(["whole"]);
});

test("what a killed build left behind is removed by the next one", async () => {
  const folder = join(place, "thing");
  await writeFile(join(place, ".thing.part-left"), "");
  await buildOnce(folder, async () => undefined);
  expect(await readdir(place)).not.toContain(".thing.part-left");
});

test("two builds of the same thing wait for each other, and one of them builds", async () => {
  const folder = join(place, "thing");
  let builds = 0;
  const build = async (unfinished: string) => writeFile(join(unfinished, "number"), String(++builds));
  const built = await Promise.all([buildOnce(folder, build), buildOnce(folder, build)]);
  expect(built.toSorted()).toEqual([false, true]);
  expect(await readFile(join(folder, "number"), "utf8")).toBe("1");
});
