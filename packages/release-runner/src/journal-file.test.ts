import { appendFile, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultPlan, lineOf, seal } from "@caravan/release-engine";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openJournalFile } from "./journal-file.ts";

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "caravan-journal-"));
  file = join(folder, "log.jsonl");
});
afterAll(() => rm(folder, { recursive: true }));

const at = "2026-11-29T10:00:00.000Z";
const plan = defaultPlan("order");
const input = {
  at,
  kind: "start",
  run: "rel-1",
  plan,
  image: "b",
  previous: "a",
  actor: "ada",
  reason: "new",
} as const;
const entry = seal({
  ...{ at, actor: "ada", kind: "start", input },
  decision: {
    phase: { name: "preparing", left: [] },
    weights: { planned: 0, applied: null, observed: null },
    reasons: [],
    effects: [],
  },
});

test("a log that does not exist has no entries", async () => {
  expect(await openJournalFile(file).lines()).toEqual([]);
});

test("readers leave a line alone that is being written; the writer removes what a crash left of one", async () => {
  const journal = openJournalFile(file);
  await journal.append(entry);
  await appendFile(file, '{"sequence":2');
  expect(await journal.lines()).toEqual([lineOf(entry)]);
  expect(await readFile(file, "utf8")).toBe(`${lineOf(entry)}\n{"sequence":2`);
  await journal.repair();
  expect(await readFile(file, "utf8")).toBe(`${lineOf(entry)}\n`);
});
