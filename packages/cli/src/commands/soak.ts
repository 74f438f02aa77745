import { describeMachine, onStage, runSoak, showSoak, thisMachine, trends } from "@caravan/lab/bench";
import { deployedApps } from "@caravan/toolchain";
import { Command, InvalidArgumentError, Option } from "commander";
import { namespaceOf } from "../platform/partners.ts";
import { openEmbedded } from "../session.ts";

const positive = (text: string): number => {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a number above 0.");
};

interface Options {
  minutes: number;
  share: number;
  rate?: number;
  buyers: number;
  json?: boolean;
}

export const soakCommand = (): Command =>
  new Command("soak")
    .description("buy at a steady rate for a long time: memory, streams and queues must stay flat")
    .addOption(new Option("--minutes <n>", "length of the run").argParser(positive).default(30))
    .addOption(
      new Option("--share <0..1>", "of the maximum, which is measured first")
        .argParser(positive)
        .default(0.8),
    )
    .addOption(
      new Option("--rate <n>", "orders a second, instead of a share of the maximum").argParser(positive),
    )
    .addOption(new Option("--buyers <n>", "buyers at a time").argParser(positive).default(64))
    .option("--json", "print JSON")
    .action(async ({ json, rate, minutes, share, buyers }: Options) => {
      const apps = deployedApps().map((name) => ({ name, namespace: namespaceOf(name) }));
      const options = { minutes, share, buyers, perSecond: rate, apps };
      const report = await onStage(await openEmbedded(), (stage) => runSoak(stage, options));
      const machine = thisMachine();
      if (json) console.log(JSON.stringify({ machine, ...report }, null, 2));
      else console.log(`Measured on ${describeMachine(machine)}.\n\n${showSoak(report)}`);
      if (trends(report.minutes.map(({ sample }) => sample)).some(({ trend }) => !trend.flat))
        process.exitCode = 1;
    });
