import { Command, InvalidArgumentError, Option } from "commander";
import { onStage } from "../bench/stage.ts";
import { breakApp, breakNames, mend } from "../chaos/breaks.ts";
import { runChaos } from "../chaos/run-chaos.ts";
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
  only?: string[];
  kills: boolean;
  patience: number;
  break?: string;
  json?: boolean;
}

export function chaosCommand(): Command {
  return new Command("chaos")
    .description("kill every part of the shop while people buy, then check that no piece and no cent is lost")
    .addOption(
      new Option("--seed <n>", "decides what is killed when, and who misbehaves")
        .argParser(wholeNumber)
        .default(1),
    )
    .addOption(new Option("--orders <n>", "orders to place").argParser(wholeNumber).default(2000))
    .addOption(new Option("--buyers <n>", "buyers at a time").argParser(wholeNumber).default(12))
    .option("--only <targets...>", "kill only these, such as order/daprd or mariadb/mariadb")
    .option("--no-kills", "kill nothing; bank and carrier misbehave all the same")
    .addOption(new Option("--break <what>", "put a fault in, to see that it is found").choices(breakNames))
    .addOption(
      new Option("--patience <s>", "longest wait for the last order to end")
        .argParser(wholeNumber)
        .default(600),
    )
    .option("--json", "for scripts")
    .action(async ({ seed, orders, buyers, only, kills, patience, json, break: broken }: Options) => {
      const session = await openSession();
      const targets = kills ? only : [];
      const report = await onStage((stage) =>
        runChaos(stage, {
          ...{ seed, orders, lanes: buyers, patienceSeconds: patience },
          ...(targets === undefined ? {} : { targets }),
          ...(broken === undefined ? {} : { breakIt: () => breakApp(session, broken) }),
        }),
      );
      if (broken !== undefined) await mend(session.kube, report.orders);
      console.log(json ? JSON.stringify(report, null, 2) : showChaos(report));
      if (!report.sound) process.exitCode = 1;
    });
}
