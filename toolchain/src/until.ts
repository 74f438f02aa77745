import { setTimeout as sleep } from "node:timers/promises";

/** How {@link until} waits. */
export interface Waiting {
  timeoutSeconds?: number;
  intervalMilliseconds?: number;
  signal?: AbortSignal | undefined;
  /** Whether a fault of `ask` counts as no answer yet: every one, or those of a kind. Without it a fault ends the wait. */
  despiteFaults?: boolean | ((fault: unknown) => boolean);
}

/**
 * Asks until the answer is a value.
 *
 * @param what for the error
 * @throws Error with `what` and the last fault when the time is over; the signal's reason when it aborts
 */
export const until = async <T>(
  what: string,
  ask: () => Promise<T | undefined>,
  { timeoutSeconds = 120, intervalMilliseconds = 100, signal, despiteFaults = false }: Waiting = {},
): Promise<T> => {
  const end = Date.now() + timeoutSeconds * 1000;
  let fault: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      if (!(typeof despiteFaults === "function" ? despiteFaults(error) : despiteFaults)) throw error;
      fault = error;
    }
    if (Date.now() > end) {
      const why = fault === undefined ? "" : `: ${fault instanceof Error ? fault.message : String(fault)}`;
      throw new Error(`${what}: not within ${timeoutSeconds} s${why}`, { cause: fault });
    }
    await sleep(intervalMilliseconds, undefined, signal ? { signal } : {});
  }
};
