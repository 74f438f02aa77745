import { execa } from "execa";
import { root } from "./shop.ts";
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

/** Waits until all work has ended, and then expects every invariant over all databases to hold. */
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
