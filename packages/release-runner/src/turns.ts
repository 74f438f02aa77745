import { setTimeout as sleep } from "node:timers/promises";

/** A write that has its place among others. */
export interface Turn {
  /** Resolves once the one before has ended, or took too long. Never rejects. */
  comes(): Promise<void>;
  /** Lets the next one begin. */
  ends(): void;
}

/** A way back is not held up by a write that hangs. */
const patienceMilliseconds = 1_000;

/** Gives out turns: writes happen in the order in which their turns were taken. */
export const openTurns = (patience = patienceMilliseconds): (() => Turn) => {
  let last: Promise<void> = Promise.resolve();
  return () => {
    const before = last;
    const { promise, resolve } = Promise.withResolvers<void>();
    last = promise;
    return {
      async comes() {
        const over = new AbortController();
        const late = sleep(patience, undefined, { signal: over.signal }).catch(() => {});
        await Promise.race([before, late]);
        over.abort();
      },
      ends: resolve,
    };
  };
};
