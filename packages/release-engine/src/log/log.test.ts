import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { judge } from "../judge/judge.ts";
import { fakeJudge } from "../testing/fake-judge.ts";
import { linesFrom, play } from "../testing/player.ts";
import { replay } from "./replay.ts";
import { linesOf, verifyLog } from "./verify-log.ts";

const released = () => {
  const player = play();
  player.until("observing");
  player.look();
  player.until("observing");
  player.look({ out: true });
  player.look({ stable: 50, canary: 50, errors: 3 });
  player.until("rolled back");
  return player;
};
const lines = linesFrom(released().entries);
const line = (index: number) => lines[index] ?? "";
const heads = lines.map((text) => text.match(/"hash":"(\w+)"/)?.[1] ?? "");

test("a log that nothing was done to is sound, and says its head", () => {
  expect(verifyLog(lines)).toEqual({ sound: true, entries: lines.length, head: heads.at(-1) });
  expect(verifyLog(linesOf(`${lines.join("\n")}\n`), heads[3])).toMatchObject({ sound: true });
  expect(verifyLog([])).toEqual({ sound: true, entries: 0, head: null });
});

test("a change of any one byte is found, in its line", () => {
  const text = line(3);
  for (let index = 0; index < text.length; index += 1) {
    const other = text[index] === "1" ? "2" : "1";
    const changed = lines.with(3, text.slice(0, index) + other + text.slice(index + 1));
    expect(verifyLog(changed)).toMatchObject({ sound: false, line: 4 });
  }
  expect(verifyLog(lines.with(3, `${text} `))).toMatchObject({ sound: false, line: 4 });
});

test("a line that is removed, moved or put in twice is found, and so is a start that is cut off", () => {
  expect(verifyLog(lines.toSpliced(3, 1))).toMatchObject({
    line: 4,
    why: expect.stringMatching(/1 were removed/),
  });
  expect(verifyLog(lines.with(3, line(4)).with(4, line(3)))).toMatchObject({ sound: false, line: 4 });
  expect(verifyLog(lines.toSpliced(3, 0, line(2)))).toMatchObject({
    line: 4,
    why: expect.stringMatching(/twice/),
  });
  expect(verifyLog(lines.slice(2))).toMatchObject({
    line: 1,
    why: expect.stringMatching(/2 entries before/),
  });
});

test("an entry that was replaced and sealed anew is found at the next one", () => {
  const other = linesFrom(play().entries.map((entry) => ({ ...entry, actor: "mallory" })));
  expect(verifyLog(lines.with(0, other[0] ?? ""))).toMatchObject({ sound: false, line: 2 });
});

test("an end that is cut off is found by a head that is kept elsewhere", () => {
  expect(verifyLog(lines.slice(0, -1))).toMatchObject({ sound: true });
  expect(verifyLog(lines.slice(0, -1), heads.at(-1))).toMatchObject({ sound: false, line: lines.length });
});

test("a release is judged again to the same decisions, byte for byte, and is where it was", () => {
  const player = released();
  const again = replay(lines, fakeJudge);
  expect(again.difference).toBeNull();
  expect(again.run).toEqual(player.run());
});

test("a judge that judges otherwise is told by the first decision that differs, in words", () => {
  const lenient = { ...fakeJudge, look: (state: ReturnType<typeof fakeJudge.start>) => state };
  const { difference } = replay(lines, lenient);
  expect(difference?.sequence).toBe(4);
  expect(difference?.words).toMatch(/^judgement.* was .* and is now /);
});

test("a log of before contracts were compared is decided again to the same decisions, byte for byte", () => {
  const before = linesOf(readFileSync(join(import.meta.dirname, "before-contracts.jsonl"), "utf8"));
  expect(verifyLog(before)).toMatchObject({ sound: true, entries: 17 });
  const { run, difference } = replay(before, judge);
  expect([run?.phase.name, difference]).toEqual(["rolled back", null]);
});
