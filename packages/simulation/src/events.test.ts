import { expect, it } from "vitest";
import { createEvents } from "./events.ts";
import { createPool, createThread } from "./pool.ts";

it("what happens comes in the order of its time, and of its telling", () => {
  const events = createEvents();
  const seen: string[] = [];
  for (const [at, name] of [
    [5, "e"],
    [1, "a"],
    [3, "c"],
    [3, "d"],
    [2, "b"],
  ] as const)
    events.at(at, (now) => {
      seen.push(name);
      if (name === "a") events.at(now + 1.5, () => seen.push("after a"));
    });
  expect(events.run()).toBe(5);
  expect(seen).toEqual(["a", "b", "after a", "c", "d", "e"]);
});

it("cores work at the same time, and a thread does one thing after the other, on a core that is free", () => {
  const events = createEvents();
  const machine = createPool(events, 2);
  const thread = createThread(machine);
  const ends: [string, number][] = [];
  const note = (name: string) => (now: number) => void ends.push([name, now]);
  thread.serve(0, 10, note("first of the thread"));
  thread.serve(0, 10, note("second of the thread"));
  machine.serve(0, 15, note("another"));
  machine.serve(0, 1, note("one more"));
  events.run();
  expect(ends).toEqual([
    ["first of the thread", 10],
    ["one more", 11],
    ["another", 15],
    ["second of the thread", 21],
  ]);
  expect([machine.busy(), thread.busy()]).toEqual([36, 20]);
});
