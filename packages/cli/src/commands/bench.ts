import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { runHop } from "../bench/hop/run-hop.ts";
import { showHop } from "../bench/hop/show-hop.ts";
import { runLoop } from "../bench/loop/run-loop.ts";
import { showLoop } from "../bench/loop/show-loop.ts";
import { describeMachine, thisMachine } from "../bench/machine.ts";
import { runPages } from "../bench/pages/run-pages.ts";
import { showPages } from "../bench/pages/show-pages.ts";
import { readRefusals, refusedSince, showRefusals } from "../bench/refusals.ts";
import { runSaga } from "../bench/saga/run-saga.ts";
import { showSaga } from "../bench/saga/show-saga.ts";
import { runSetup } from "../bench/setup/run-setup.ts";
import { showSetup } from "../bench/setup/show-setup.ts";
import { onStage, type Stage } from "../bench/stage.ts";

interface BenchOptions {
  seconds: number;
  connections?: number[];
  rounds: number;
  json?: boolean;
}

/** A benchmark's figures, and the same for people. */
interface Outcome {
  report: unknown;
  tables: string;
  /** Why the figures must not be believed. */
  refused?: string | undefined;
}

const outcome = <T>(report: T, show: (report: T) => string): Outcome => ({ report, tables: show(report) });

/** A benchmark whose traffic nothing may refuse: what the gateway counted meanwhile makes its figures void. */
const underLoad = async <T>(
  run: (stage: Stage) => Promise<T>,
  show: (report: T) => string,
): Promise<Outcome> =>
  onStage(async (stage) => {
    const before = await readRefusals(stage.kube);
    const report = await run(stage);
    const refused = showRefusals(refusedSince(before, await readRefusals(stage.kube)));
    return { report, tables: show(report), refused };
  });

/** The benchmarks, in the order of `all`; the last one restarts the shop. */
const benchmarks: Record<string, (options: BenchOptions) => Promise<Outcome>> = {
  hop: async ({ seconds, connections = [1, 32] }) =>
    underLoad((stage) => runHop(stage, { seconds, connections }), showHop),
  pages: async ({ seconds, connections = [16, 64] }) =>
    underLoad((stage) => runPages(stage, { seconds, connections }), showPages),
  saga: async ({ seconds, connections = [16, 32, 64] }) =>
    underLoad((stage) => runSaga(stage, { seconds, connections }), showSaga),
  loop: async ({ rounds }) => outcome(await onStage((stage) => runLoop(stage, { rounds })), showLoop),
  setup: async () => outcome(await runSetup((text) => console.error(text)), showSetup),
};

async function bench(what: string, options: BenchOptions): Promise<void> {
  const machine = thisMachine();
  const reports: Record<string, unknown> = { machine };
  if (!options.json)
    console.log(`Measured on ${describeMachine(machine)}; the load generator runs there too.`);
  for (const [name, run] of Object.entries(benchmarks)) {
    if (what !== name && what !== "all") continue;
    const { report, tables, refused } = await run(options);
    reports[name] = refused === undefined ? report : { refused, report };
    if (!options.json) console.log(`\n${tables}`);
    if (refused === undefined) continue;
    console.error(`\n${refused}`);
    process.exitCode = 1;
  }
  if (options.json) console.log(JSON.stringify(reports, null, 2));
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a whole number above 0.");
}

export function benchCommand(): Command {
  return new Command("bench")
    .description(
      "measure the running shop: calls, pages, orders from placed to confirmed, edits; or its set-up",
    )
    .addArgument(
      new Argument("<what>", "setup stops the shop and starts it again; data is kept").choices([
        ...Object.keys(benchmarks),
        "all",
      ]),
    )
    .addOption(new Option("--seconds <n>", "load per figure").argParser(wholeNumber).default(10))
    .addOption(
      new Option("--connections <n,n>", "requests at a time, one figure after the other").argParser((list) =>
        list.split(",").map(wholeNumber),
      ),
    )
    .addOption(new Option("--rounds <n>", "edits of each file").argParser(wholeNumber).default(10))
    .option("--json", "for scripts")
    .action(bench);
}
