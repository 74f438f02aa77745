import { auditText, isSound } from "@caravan/audit";
import { auditShop } from "@caravan/operations/audit";
import { execa } from "execa";
import { kube, root } from "./shop.ts";
import { until } from "./until.ts";

/** Runs `./caravan audit`; returns its output, and whether every invariant holds. */
export const audit = async (...args: string[]): Promise<{ clean: boolean; text: string }> => {
  const { exitCode, all } = await execa("./caravan", ["audit", ...args], {
    cwd: root,
    stdin: "ignore",
    reject: false,
    all: true,
  });
  return { clean: exitCode === 0, text: all };
};

/** How long an event may be under way: what the command takes without an option. */
const lagSeconds = 60;

/** Waits until all work has ended, and then expects every invariant over all databases to hold. Runs what the command runs. */
export const expectCleanBooks = async (limitSeconds = 180): Promise<void> => {
  await until(
    "the audit is clean",
    async () => {
      const verdicts = await auditShop(await kube(), lagSeconds);
      if (isSound(verdicts)) return true;
      throw new Error(auditText(verdicts));
    },
    limitSeconds,
  );
};
