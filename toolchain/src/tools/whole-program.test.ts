import { copyFile, mkdtemp, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isWholeProgram } from "./whole-program.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "caravan-whole-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("a program is whole, and is not when it was cut off anywhere in its segments", async () => {
  expect(await isWholeProgram("/bin/ls")).toBe(true);
  const { size } = await stat("/bin/ls");
  for (const kept of [0, 40, 100, Math.floor(size / 2)]) {
    const cut = join(folder, `ls-${kept}`);
    await copyFile("/bin/ls", cut);
    await truncate(cut, kept);
    expect(await isWholeProgram(cut), `${kept} bytes`).toBe(false);
  }
});

test("what is no program is not whole", async () => {
  const text = join(folder, "text");
  await writeFile(text, "x".repeat(200));
  expect(await isWholeProgram(text)).toBe(false);
});
