import { auditJson, auditText, isSound } from "@caravan/audit";
import { auditShop } from "@caravan/operations/audit";
import { Command, InvalidArgumentError, Option } from "commander";
import { openSession } from "../session.ts";

const seconds = (text: string): number => {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && value <= 86_400) return value;
  throw new InvalidArgumentError("It must be a number of seconds, at most 86400.");
};

export const auditCommand = (): Command =>
  new Command("audit")
    .description("check that no stock and no cent is lost, over all databases and the bank's")
    .addOption(
      new Option("--lag-seconds <n>", "how long an event may be under way").argParser(seconds).default(60),
    )
    .option("--json", "for scripts")
    .action(async ({ lagSeconds, json }: { lagSeconds: number; json?: boolean }) => {
      const { kube } = await openSession(["kubectl"]);
      const verdicts = await auditShop(kube, lagSeconds);
      if (!isSound(verdicts)) process.exitCode = 1;
      console.log(json ? auditJson(verdicts, lagSeconds) : auditText(verdicts));
    });
