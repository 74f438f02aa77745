import { breakNames, type Canaries, chaos, faultsNamed, showChaos } from "@caravan/lab/chaos";
import { wholeNumber } from "@caravan/terminal/arguments";
import { deployedApps, namespaces } from "@caravan/toolchain";
import { Command, Option } from "commander";
import { deployCanary, removeCanary, shiftWeight } from "../platform/canary.ts";
import { namespaceOf } from "../platform/partners.ts";
import { openEmbedded, type Session } from "../session.ts";

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

const canariesOf = (session: Session): Canaries => ({
  deploy: (app) => deployCanary(session, app),
  shift: (app, weight) => shiftWeight(session.kube, app, weight),
  remove: (app) => removeCanary(session.kube, app),
});

export const chaosCommand = (): Command =>
  new Command("chaos")
    .description(
      "kill, hang, cut off and fill up every part of the shop during purchases, then verify stock and money",
    )
    .addOption(
      new Option("--seed <n>", "decides the times of the faults, and the partners' misbehaviour")
        .argParser(wholeNumber)
        .default(1),
    )
    .addOption(new Option("--orders <n>", "orders to place").argParser(wholeNumber).default(2000))
    .addOption(new Option("--buyers <n>", "buyers at a time").argParser(wholeNumber).default(12))
    .addOption(new Option("--replicas <n>", "pods of each service").argParser(wholeNumber).default(2))
    .option("--only <faults...>", "inject only these, such as order/daprd, hang:order or away:mariadb")
    .addOption(new Option("--without <faults...>", "leave these out").default([]))
    .option("--no-faults", "inject none; bank and carrier misbehave all the same")
    .option("--no-skew", "leave all clocks alike")
    .option("--no-canaries", "without second versions of order and inventory beside the first")
    .addOption(new Option("--break <what>", "plant a defect, to see that it is found").choices(breakNames))
    .addOption(
      new Option("--patience <s>", "longest wait for the last order to end")
        .argParser(wholeNumber)
        .default(600),
    )
    .option("--json", "print JSON")
    .action(async ({ break: broken, json, ...options }: Options) => {
      const { seed, orders, buyers, replicas, patience } = options;
      const apps = deployedApps().filter((app) => namespaceOf(app) === namespaces.shop);
      const left = faultsNamed(apps, options.without);
      const faults = new Map(
        [...faultsNamed(apps, options.faults ? options.only : [])].filter(([name]) => !left.has(name)),
      );
      const session = await openEmbedded();
      const report = await chaos(
        { ...session, ...(options.canaries ? { canaries: canariesOf(session) } : {}) },
        {
          ...{ seed, orders, lanes: buyers, patienceSeconds: patience, faults, apps },
          settings: { replicas, skewClocks: options.skew },
        },
        broken,
      );
      console.log(json ? JSON.stringify(report, null, 2) : showChaos(report));
      if (!report.sound) process.exitCode = 1;
    });
