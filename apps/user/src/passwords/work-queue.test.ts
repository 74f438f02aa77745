import { expect, it } from "vitest";
import { type WorkQueueOptions, workQueue } from "./work-queue.ts";

const full = () => new Error("full");
const options = { atOnce: 1, waiting: 6, waitingPerPlace: 4, full };

/** A queue whose work the test completes; `ended` lists the outcomes, in order. */
const open = (parts: Partial<WorkQueueOptions> = {}) => {
  const waiting = { count: 0 };
  const onWaiting = (count: number) => void Object.assign(waiting, { count });
  const queue = workQueue({ ...options, ...parts, onWaiting });
  const started: string[] = [];
  const gates: (() => void)[] = [];
  const send = (place: string, name = place): Promise<string> =>
    queue(place, async () => {
      started.push(name);
      await new Promise<void>((resolve) => void gates.push(resolve));
      return name;
    }).catch((error: Error) => error.message);
  const finish = async (): Promise<void> => {
    gates.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { waiting, started, send, finish };
};

it("runs a few at a time, queues some in order, and refuses the rest of a place", async () => {
  const { waiting, started, send, finish } = open({ atOnce: 2, waitingPerPlace: 2 });
  const runs = ["1", "2", "3", "4"].map((name) => send("a", name));
  expect(await send("a", "5")).toBe("full");
  expect([started, waiting.count]).toEqual([["1", "2"], 2]);
  for (const _ of runs) await finish();
  expect(await Promise.all(runs)).toEqual(["1", "2", "3", "4"]);
  expect(started).toEqual(["1", "2", "3", "4"]);
  const free = send("a", "free again");
  await finish();
  expect([await free, waiting.count]).toEqual(["free again", 0]);
});

it("serves places in turn, so that a busy one only delays itself", async () => {
  const { started, send, finish } = open();
  const runs = [send("busy"), send("busy"), send("busy"), send("busy"), send("ada"), send("bob")];
  for (const _ of runs) await finish();
  await Promise.all(runs);
  expect(started).toEqual(["busy", "busy", "ada", "bob", "busy", "busy"]);
});

it("refuses the last of the longest queue when all places together exceed the limit", async () => {
  const { started, send, finish } = open();
  const [running, ...busy] = ["r", "1", "2", "3", "4"].map((name) => send("busy", name));
  const other = [send("other", "5"), send("other", "6")];
  const late = [send("ada"), send("bob")];
  expect(await busy[3]).toBe("full");
  expect(await busy[2]).toBe("full");
  // All queues are as short as the new one's would be: none is displaced for it.
  expect(await send("ada", "again")).toBe("full");
  for (let i = 0; i < 7; i += 1) await finish();
  await Promise.all([running, busy[0], busy[1], ...other, ...late]);
  expect(started).toEqual(["r", "1", "5", "ada", "bob", "2", "6"]);
});

it("continues after failed work", async () => {
  const queue = workQueue(options);
  const runs = [1, 2, 3].map((n) => queue("a", () => Promise.reject(new Error(`failed ${n}`))));
  expect((await Promise.allSettled(runs)).map(({ status }) => status)).toEqual(Array(3).fill("rejected"));
  await expect(queue("a", async () => "done")).resolves.toBe("done");
});
