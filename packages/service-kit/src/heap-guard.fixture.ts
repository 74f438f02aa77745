import { setTimeout as sleep } from "node:timers/promises";
import { getHeapStatistics } from "node:v8";
import { watchHeap } from "./heap-guard.ts";

/** Fills two thirds of its 64 MiB, then leaks a few MiB a second as requests do, until the guard notices. */
const guard = watchHeap();
const kept: object[] = [];
const keep = (objects: number) => {
  for (let i = 0; i < objects; i++) kept.push({ i, text: `${i}`.repeat(20), more: [i, i, i, i] });
};
while (getHeapStatistics().used_heap_size < 43 * 1024 * 1024) keep(100);
while (!guard.nearlyFull(Date.now())) {
  keep(100);
  await sleep(5);
}
console.log("nearly full");
process.exit(0);
