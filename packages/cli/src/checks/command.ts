import { checkout } from "@caravan/toolchain";
import { execa } from "execa";
import type { Check } from "./check.ts";

/** A check that is one command: it passes when the command does. Its output is shown. */
export const commandCheck = (name: string, program: string, ...args: string[]): Check => ({
  name,
  async run() {
    const { exitCode } = await execa(program, args, {
      cwd: checkout,
      stdio: ["ignore", "inherit", "inherit"],
      reject: false,
    });
    return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  },
});
