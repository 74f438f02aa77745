import { setTimeout as delay } from "node:timers/promises";

/** Does something over and over, whatever comes of it. Returns how to stop it. */
export const meanwhile = (work: () => Promise<unknown>, pauseMilliseconds = 500): (() => Promise<void>) => {
  let running = true;
  const going = (async () => {
    while (running) {
      await work().catch(() => undefined);
      await delay(pauseMilliseconds);
    }
  })();
  return async () => {
    running = false;
    await going;
  };
};

/** The same for all at once, whatever comes of it. */
export const inAll = <T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<unknown> =>
  Promise.allSettled(all.map(work));
