import { writeFile } from "node:fs/promises";
import { instance } from "@caravan/cluster";
import { wholeNumber } from "@caravan/terminal/arguments";
import { exclusively } from "@caravan/toolchain/cluster";
import { Command, InvalidArgumentError, Option } from "commander";
import { compared } from "../compare/benches.ts";
import { compareRounds } from "../compare/ratios.ts";
import { sidesOf } from "../compare/revision.ts";
import { runCompare } from "../compare/run-compare.ts";
import { showCompared } from "../compare/show-compare.ts";
import { describeMachine, thisMachine } from "../machine.ts";
import { onStage } from "../stage.ts";
import { type BenchTools, connectionsOption } from "./tools.ts";

interface Options {
  readonly bench: string[];
  readonly seconds: number;
  readonly connections: number[];
  readonly rounds: number;
  readonly json?: string;
}

/** `hop` is measured in each turn, whatever else is. */
const benchNames = (list: string): string[] => {
  const names = list.split(",").filter((name) => name !== "hop");
  const unknown = names.find((name) => !(name in compared));
  if (unknown === undefined) return names;
  throw new InvalidArgumentError(`"${unknown}" is none of ${Object.keys(compared).join(", ")}, hop.`);
};

const compare = async (
  { open, requireEmbedded, installCheckout }: BenchTools,
  revision: string,
  { bench: benches, json, ...load }: Options,
): Promise<void> => {
  const sides = await sidesOf(revision);
  await requireEmbedded();
  const options = { ...load, benches, sides, installCheckout };
  const { rounds, apps, refused } = await exclusively(instance.lock, "bench compare", async () =>
    onStage(await open(), (stage) => runCompare(stage, options)),
  );
  const machine = thisMachine();
  console.log(`\nA: ${sides.a}\nB: ${sides.b}\nSwitched: ${apps.join(", ")}.`);
  console.log(`Measured on ${describeMachine(machine)}.\n\n${showCompared(rounds)}`);
  if (json !== undefined) {
    const report = { machine, ...sides, apps, refused, rounds, compared: compareRounds(rounds) };
    await writeFile(json, `${JSON.stringify(report, null, 2)}\n`);
  }
  if (refused.length === 0) return;
  console.error(`\n${refused.join("\n")}`);
  process.exitCode = 1;
};

/** `caravan bench compare` */
export const compareCommand = (tools: BenchTools): Command =>
  new Command("compare")
    .description(
      "run the images of another commit (A) and of this checkout (B) in turn on the shop that is up, and print ratios",
    )
    .argument("<revision>", "such as main, HEAD~1 or a commit")
    .addOption(
      new Option("--bench <names>", `${Object.keys(compared).join(", ")}; hop is always beside them`)
        .argParser(benchNames)
        .default(["orders", "pages"], "orders,pages"),
    )
    .addOption(connectionsOption().default([16, 64], "16,64"))
    .addOption(new Option("--seconds <n>", "load per figure").argParser(wholeNumber).default(10))
    .addOption(new Option("--rounds <n>", "turns of each side").argParser(wholeNumber).default(2))
    .option("--json <file>", "write all figures there too")
    .action((revision: string, options: Options) => compare(tools, revision, options));
