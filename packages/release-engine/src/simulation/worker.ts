import { parentPort } from "node:worker_threads";
import * as v from "valibot";
import { cells } from "./cells.ts";
import { measureCell } from "./measure.ts";

const Task = v.object({ cell: v.number(), runs: v.number(), seed: v.number() });

parentPort?.on("message", (message: unknown) => {
  const { cell, runs, seed } = v.parse(Task, message);
  const asked = cells[cell];
  if (asked) parentPort?.postMessage(measureCell(asked, runs, seed));
});
