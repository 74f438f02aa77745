import { createInterface } from "node:readline/promises";
import { Trouble } from "@caravan/toolchain";

/**
 * Asks before data is destroyed.
 *
 * @param lines what would be done, one line each
 * @param yes the answer was given on the command line
 * @throws Trouble when the answer is no, or without a terminal
 */
export const confirm = async (lines: readonly string[], yes: boolean): Promise<void> => {
  for (const line of lines) process.stderr.write(`  ${line}\n`);
  if (yes) return;
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new Trouble("Nothing is done: this needs a yes, and there is no terminal to ask on.", [
      "If that is what you want, say so: --yes",
    ]);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question("Do this? [y/N] ");
    if (!/^y(es)?$/i.test(answer.trim())) throw new Trouble("Nothing is done.");
  } finally {
    terminal.close();
  }
};
