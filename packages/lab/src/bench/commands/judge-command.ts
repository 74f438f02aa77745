import { cellsWith, measureAll } from "@caravan/release-engine/simulation";
import { wholeNumber } from "@caravan/terminal/arguments";
import { Trouble } from "@caravan/toolchain";
import { Command, Option } from "commander";
import { showJudge } from "../judge/show-judge.ts";

interface Options {
  readonly runs: number;
  readonly seed: number;
  readonly only?: string;
  readonly json?: boolean;
}

const benchJudge = async ({ runs, seed, only, json }: Options): Promise<void> => {
  if (cellsWith(only).length === 0) throw new Trouble(`No scenario holds "${only}".`);
  const started = performance.now();
  const reports = await measureAll({
    runs,
    seed,
    only,
    note: ({ cell }, left) => {
      if (process.stderr.isTTY)
        process.stderr.write(`\r\u001b[K${left} to go: ${cell.scenario}, ${cell.rate} a minute`);
    },
  });
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
  if (json) return console.log(JSON.stringify({ runs, seed, reports }, null, 2));
  console.log(`${showJudge(reports, process.stdout.columns ?? 80)}\n`);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(
    `${reports.length} cells, ${runs} releases each under each rule, seed ${seed}, in ${seconds} s.`,
  );
};

/** `caravan bench judge` */
export const judgeCommand = (): Command =>
  new Command("judge")
    .description(
      "simulate releases under our rules and those of Flagger and Argo: false rollbacks, customers hurt; needs no shop",
    )
    .addOption(new Option("--runs <n>", "releases per cell").argParser(wholeNumber).default(1000))
    .addOption(
      new Option("--seed <n>", "the same seed gives the same figures").argParser(wholeNumber).default(1),
    )
    .option("--only <text>", "only scenarios that hold this text")
    .option("--json", "for scripts")
    .action(benchJudge);
