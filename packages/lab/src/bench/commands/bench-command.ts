import { wholeNumber } from "@caravan/terminal/arguments";
import { Argument, Command, Option } from "commander";
import { type BenchOptions, benchmarks } from "../benchmarks.ts";
import { describeMachine, thisMachine } from "../machine.ts";
import { compareCommand } from "./compare-command.ts";
import { judgeCommand } from "./judge-command.ts";
import { type BenchTools, connectionsOption } from "./tools.ts";

const bench =
  ({ open, requireEmbedded }: BenchTools) =>
  async (what: string, options: BenchOptions & { json?: boolean }): Promise<void> => {
    await requireEmbedded();
    const machine = thisMachine();
    const reports: Record<string, unknown> = { machine };
    if (!options.json)
      console.log(`Measured on ${describeMachine(machine)}; the load generator runs there too.`);
    for (const [name, run] of Object.entries(benchmarks)) {
      if (what !== name && what !== "all") continue;
      const { report, tables, refused } = await run(open, options);
      reports[name] = refused === undefined ? report : { refused, report };
      if (!options.json) console.log(`\n${tables}`);
      if (refused === undefined) continue;
      console.error(`\n${refused}`);
      process.exitCode = 1;
    }
    if (options.json) console.log(JSON.stringify(reports, null, 2));
  };

/** `caravan bench` */
export const benchCommand = (tools: BenchTools): Command =>
  new Command("bench")
    .enablePositionalOptions()
    .description(
      "measure the running shop: calls, pages, orders placed, and from placed to confirmed, edits; or its set-up",
    )
    .addArgument(
      new Argument("<what>", "setup restarts the shop; data is kept").choices([
        ...Object.keys(benchmarks),
        "all",
      ]),
    )
    .addOption(new Option("--seconds <n>", "load per figure").argParser(wholeNumber).default(10))
    .addOption(connectionsOption())
    .addOption(new Option("--rounds <n>", "edits of each file").argParser(wholeNumber).default(10))
    .option("--json", "for scripts")
    .action(bench(tools))
    .addCommand(compareCommand(tools))
    .addCommand(judgeCommand());
