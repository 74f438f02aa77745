import { stripVTControlCharacters } from "node:util";
import { ExecaError } from "execa";
import type { Copy } from "./new-service.ts";
import type { Trickle } from "./trickle.ts";

/** How a release went. */
export interface Released {
  /** What it followed goes to stderr, and what it is at the end to stdout. */
  readonly said: string;
  /** The requests that failed meanwhile, and how many there were. */
  readonly hurt: readonly string[];
  readonly sent: number;
}

/** Runs `./caravan release start` in a copy of the checkout to the release's end, however it ends, and returns what it said. */
export const startRelease = async (copy: Copy, ...args: readonly string[]): Promise<string> =>
  stripVTControlCharacters(
    await copy.caravan("release", "start", ...args).catch((error: unknown) => {
      if (error instanceof ExecaError) return `${error.stderr}\n${error.stdout}`;
      throw error;
    }),
  );

/** The same while shoppers come. */
export const releaseUnder = async (
  trickle: Trickle,
  copy: Copy,
  ...args: readonly string[]
): Promise<Released> => {
  const [failed, before] = [trickle.failures.length, trickle.sent];
  const said = await startRelease(copy, ...args);
  const hurt = trickle.failures.slice(failed);
  const sent = trickle.sent - before;
  console.log(`${said}\n${hurt.length} of ${sent} requests failed`);
  return { said, hurt, sent };
};
