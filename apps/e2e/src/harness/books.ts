import { execa } from "execa";
import { root } from "./shop.ts";
import { until } from "./until.ts";

/** Runs `./caravan audit`: what it printed, and whether every invariant holds. */
export const audit = async (...args: string[]): Promise<{ clean: boolean; text: string }> => {
  const { exitCode, all } = await execa("./caravan", ["audit", ...args], {
    cwd: root,
    stdin: "ignore",
    reject: false,
    all: true,
  });
  return { clean: exitCode === 0, text: all };
};

/** Waits until what is under way has ended, and then no invariant over all databases may be broken. */
export const expectCleanBooks = async (limitSeconds = 180): Promise<void> => {
  await until(
    "the audit is clean",
    async () => {
      const { clean, text } = await audit();
      if (clean) return true;
      throw new Error(text);
    },
    limitSeconds,
  );
};
