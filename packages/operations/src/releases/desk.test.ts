import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decide, defaultPlan, type JudgeState, judge, type Run, seal } from "@caravan/release-engine";
import { openJournalFile } from "@caravan/release-runner";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requireNoneUnderWay } from "./at-desk.ts";
import { openDesk } from "./desk.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "caravan-desk-"));
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes the beginning of a release into a log. */
const begin = async (log: string, run: string): Promise<Run<JudgeState>> => {
  const start = { run, plan: defaultPlan("order"), image: "b", previous: "a", actor: "ada", reason: "new" };
  const input = { ...start, kind: "start" as const, at: "2026-11-29T10:00:00.000Z" };
  const { run: begun, entries } = decide<JudgeState>(undefined, input, judge);
  for (const entry of entries) await openJournalFile(log).append(seal(entry));
  return begun;
};

test("a release that is under way is read from its log, and no other begins", async () => {
  const desk = await openDesk(folder, "order");
  expect(await requireNoneUnderWay(desk)).toBeUndefined();
  await begin(desk.log, "rel-1");
  expect((await desk.read())?.id).toBe("rel-1");
  await expect(requireNoneUnderWay(desk)).rejects.toThrow("A release of order is under way (rel-1)");
});

test("what was asked of another release, or is cut off, is not done and does not stay", async () => {
  const desk = await openDesk(folder, "product");
  const [old, now] = [await begin(join(folder, "old.jsonl"), "rel-1"), await begin(desk.log, "rel-2")];
  await desk.ask(old, "rollback", "stale");
  await writeFile(join(folder, "product/asked/rel-2 1.json"), '{"kind":"comm');
  await desk.ask(now, "hold", "wait");
  const ends = new AbortController();
  const heard = [];
  for await (const command of desk.asked("rel-2", ends.signal)) {
    heard.push(command.command);
    ends.abort();
  }
  expect(heard).toEqual(["hold"]);
  expect(await readdir(join(folder, "product/asked"))).toEqual([]);
});

test("a log that cannot be read says what to do, and is left as it is", async () => {
  const desk = await openDesk(folder, "payment");
  await writeFile(desk.log, "no entry\n");
  await expect(desk.read()).rejects.toThrow("cannot be continued by this checkout");
  expect(await readFile(desk.log, "utf8")).toBe("no entry\n");
});
