import { setTimeout as delay } from "node:timers/promises";

/**
 * Asks until the answer is not undefined, so that tests wait for conditions and never for time.
 *
 * @param limitSeconds how long to ask before failing with the last error; generous, since machines are shared
 */
export const until = async <T>(
  what: string,
  ask: () => Promise<T | undefined>,
  limitSeconds = 120,
): Promise<T> => {
  const end = Date.now() + limitSeconds * 1000;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`still not so after ${limitSeconds} s: ${what}`, { cause: last });
    await delay(250);
  }
};
