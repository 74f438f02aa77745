import { checkout } from "@caravan/toolchain";
import { execa } from "execa";
import type { Check } from "./check.ts";

/** A check that is one command: it passes when the command does. Its output is kept for afterwards. */
export const commandCheck = (name: string, program: string, ...args: string[]): Check => ({
  name,
  async run() {
    const { exitCode, all: output } = await execa(program, args, {
      cwd: checkout,
      stdin: "ignore",
      all: true,
      reject: false,
      env: process.stdout.isTTY ? { FORCE_COLOR: "1" } : {},
    });
    return { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, output };
  },
});
