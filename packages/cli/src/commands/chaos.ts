import { Command, InvalidArgumentError, Option } from "commander";
import { onStage } from "../bench/stage.ts";
import { breakApp, breakNames, mend } from "../chaos/breaks.ts";
import { faultsNamed } from "../chaos/faults/all.ts";
import { runChaos } from "../chaos/run-chaos.ts";
import { runSecondVersions } from "../chaos/second-versions.ts";
import { showChaos } from "../chaos/show-chaos.ts";
import { openSession } from "../session.ts";

function wholeNumber(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError("It must be a whole number above 0.");
}

interface Options {
  seed: number;
  orders: number;
  buyers: number;
  replicas: number;
  only?: string[];
  without: string[];
  faults: boolean;
  skew: boolean;
  canaries: boolean;
  patience: number;
  break?: string;
  json?: boolean;
}

export function chaosCommand(): Command {
  return new Command("chaos")
    .description(
      "kill, hang, cut off and fill up every part of the shop while people buy, then verify stock and money",
    )
    .addOption(
      new Option("--seed <n>", "decides which fault comes when, and who misbehaves")
        .argParser(wholeNumber)
        .default(1),
    )
    .addOption(new Option("--orders <n>", "orders to place").argParser(wholeNumber).default(2000))
    .addOption(new Option("--buyers <n>", "buyers at a time").argParser(wholeNumber).default(12))
    .addOption(new Option("--replicas <n>", "pods of each service").argParser(wholeNumber).default(2))
    .option("--only <faults...>", "put in only these, such as order/daprd, hang:order or away:mariadb")
    .addOption(new Option("--without <faults...>", "leave these out").default([]))
    .option("--no-faults", "put nothing in; bank and carrier misbehave all the same")
    .option("--no-skew", "leave all clocks alike")
    .option("--no-canaries", "without second versions of order and inventory beside the first")
    .addOption(new Option("--break <what>", "put a defect in, to see that it is found").choices(breakNames))
    .addOption(
      new Option("--patience <s>", "longest wait for the last order to end")
        .argParser(wholeNumber)
        .default(600),
    )
    .option("--json", "print JSON")
    .action(async ({ break: broken, json, ...options }: Options) => {
      const { seed, orders, buyers, replicas, patience } = options;
      const chosen = await faultsNamed(options.faults ? options.only : []);
      const left = await faultsNamed(options.without);
      const faults = new Map([...chosen].filter(([name]) => !left.has(name)));
      const session = await openSession();
      const report = await onStage((stage) =>
        runChaos(stage, {
          ...{ seed, orders, lanes: buyers, patienceSeconds: patience, faults },
          settings: { replicas, skewClocks: options.skew },
          ...(options.canaries ? { besides: () => runSecondVersions(session) } : {}),
          ...(broken === undefined ? {} : { breakIt: () => breakApp(session, broken) }),
        }),
      );
      if (broken !== undefined) await mend(session.kube, report.orders);
      console.log(json ? JSON.stringify(report, null, 2) : showChaos(report));
      if (!report.sound) process.exitCode = 1;
    });
}
