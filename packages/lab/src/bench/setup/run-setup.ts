import { join } from "node:path";
import { instance } from "@caravan/cluster";
import { checkout } from "@caravan/toolchain";
import { nodePid } from "@caravan/toolchain/cluster";
import { execa } from "execa";
import type { PartMemory } from "../processes/memory.ts";
import { openMeter } from "../processes/meter.ts";
import type { OpenEmbedded } from "../stage.ts";
import { type Step, stepsIn } from "./progress-lines.ts";

export interface SetupReport {
  /** The whole of `caravan up` with warm caches, in wall-clock time. */
  upSeconds: number;
  steps: Step[];
  memory: PartMemory[];
}

const caravan = (command: "up" | "down") =>
  execa(join(checkout, "caravan"), [command, "--context", "embedded"], { stdin: "ignore", all: true });

/** Stops the embedded shop, starts it again from warm caches, and measures time and memory by part. Data is kept. */
export const runSetup = async (open: OpenEmbedded, note: (text: string) => void): Promise<SetupReport> => {
  note("setup: ./caravan down, then ./caravan up …");
  await caravan("down");
  const started = performance.now();
  const { all } = await caravan("up");
  const upSeconds = (performance.now() - started) / 1000;
  const { kube } = await open();
  const meter = await openMeter(kube, await nodePid(instance.run));
  return {
    upSeconds,
    steps: stepsIn(all),
    memory: (await meter.memory()).filter(({ group }) => group !== "load generator"),
  };
};
