import { setTimeout as sleep } from "node:timers/promises";
import type { Logger } from "./log.ts";

/** Work in the background that can be stopped. */
export interface Background {
  /** Ends the loop; resolves when the round under way has finished. */
  stop(): Promise<void>;
}

/**
 * Runs a task repeatedly with a pause between rounds, so that rounds never overlap. A round that fails is logged
 * and the loop goes on.
 *
 * @param pauseSeconds between the end of one round and the start of the next
 * @example const expiry = every(10, "expire reservations", () => expireReservations(dependencies), log)
 */
export const every = (
  pauseSeconds: number,
  name: string,
  task: () => Promise<void>,
  log: Logger,
): Background => {
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      await task().catch((error: unknown) => log.error({ err: error, task: name }, "background task failed"));
      await sleep(pauseSeconds * 1000, undefined, { signal: stopping.signal }).catch(() => {});
    }
  };
  const finished = run();
  return {
    async stop() {
      stopping.abort();
      await finished;
    },
  };
};
