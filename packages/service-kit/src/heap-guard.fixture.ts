import { setTimeout as sleep } from "node:timers/promises";
import { watchHeap } from "./heap-guard.ts";

/** Leaks, a little per turn of the event loop as requests do, until the guard notices. */
const guard = watchHeap();
const kept: object[] = [];
while (!guard.nearlyFull(Date.now())) {
  for (let i = 0; i < 500; i++) kept.push({ i, text: `${i}`.repeat(20), more: [i, i, i, i] });
  await sleep(5);
}
console.log("nearly full");
process.exit(0);
