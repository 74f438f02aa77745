import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Kept, keptFiguresCheck, readKept, showChange, writeKept } from "./kept-figures.ts";

const kept = (commit: string, rate: number, milliseconds: number): Kept => ({
  ...{ commit, at: "2026-12-01 02:00" },
  figures: [
    { what: "orders, per second", value: rate, better: "more" },
    { what: "orders, p99 ms", value: milliseconds, better: "less" },
  ],
});
const rows = (text: string): string[][] => text.split("\n").map((line) => line.trim().split(/\s{2,}/));

test("each figure stands beside that of the last run, with the change and what it means", () => {
  const [head, rate, p99] = rows(showChange(kept("old", 100, 50), kept("new", 120, 60)));
  expect(head).toEqual(["figure", "old, 2026-12-01 02:00", "new", "change"]);
  expect(rate).toEqual(["orders, per second", "100", "120", "+20 % better"]);
  expect(p99).toEqual(["orders, p99 ms", "50.0", "60.0", "+20 % worse"]);
});

test("the first run has no change, and a figure of zero none either", () => {
  expect(rows(showChange(undefined, kept("new", 1, 2)))[1]?.at(-1)).toBe("–");
  expect(rows(showChange(kept("old", 0, 2), kept("new", 1, 2)))[1]?.at(-1)).toBe("–");
});

test("what is kept is read again; a file of another form counts as none", async () => {
  const folder = await mkdtemp(join(tmpdir(), "caravan-figures-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "deeper", "last.json");
  expect(await readKept(file)).toBeUndefined();
  await writeKept(file, kept("old", 100, 50));
  expect(await readKept(file)).toEqual(kept("old", 100, 50));
  await writeFile(file, '{"figures":7}');
  expect(await readKept(file)).toBeUndefined();
});

test("a measurement that fails does not fail the run", async () => {
  const check = keptFiguresCheck(() => Promise.reject(new Error("the shop went away")));
  expect(await check.run()).toEqual({ passed: 1, failed: 0 });
});
