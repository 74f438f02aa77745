import { expect, it } from "vitest";
import { workQueue } from "./work-queue.ts";

const full = () => new Error("full");
const deferred = () => Promise.withResolvers<void>();

it("runs a few at a time, lets some wait in order, and sends the rest away", async () => {
  const queue = workQueue({ atOnce: 2, waiting: 2, full });
  const started: number[] = [];
  const gates = [deferred(), deferred(), deferred(), deferred()];
  const runs = gates.map((gate, i) =>
    queue(async () => {
      started.push(i);
      await gate.promise;
    }),
  );
  await expect(queue(async () => {})).rejects.toThrow("full");
  expect(started).toEqual([0, 1]);
  gates[1]?.resolve();
  await runs[1];
  expect(started).toEqual([0, 1, 2]);
  for (const gate of gates) gate.resolve();
  await Promise.all(runs);
  expect(started).toEqual([0, 1, 2, 3]);
  await expect(queue(async () => "free again")).resolves.toBe("free again");
});

it("goes on after work that failed", async () => {
  const queue = workQueue({ atOnce: 1, waiting: 5, full });
  const runs = [1, 2, 3].map((n) => queue(() => Promise.reject(new Error(`failed ${n}`))));
  expect((await Promise.allSettled(runs)).map(({ status }) => status)).toEqual(Array(3).fill("rejected"));
  await expect(queue(async () => "done")).resolves.toBe("done");
});
