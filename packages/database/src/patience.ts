import { AsyncLocalStorage } from "node:async_hooks";

/** How long the current work may wait for locks. */
export interface Patience {
  /** How long one statement waits for a lock, in whole seconds; 0 gives up at once where the server can (MariaDB). */
  readonly lockWaitSeconds: 0 | 1;
  /** How often a transaction runs again after a lock timeout. */
  readonly lockRetries: number;
  /** When the caller stops waiting, in epoch milliseconds. */
  readonly deadlineAt: number;
}

const storage = new AsyncLocalStorage<Patience>();

/** Runs the work with this patience, whatever request it happens to be called from. */
export const withPatience = <T>(patience: Patience, work: () => T): T => storage.run(patience, work);

/** The patience of the current work, if it has one of its own. */
export const currentPatience = (): Patience | undefined => storage.getStore();

/**
 * Locks are held for milliseconds: a wait of three seconds means that the holder hangs.
 *
 * @param deadlineAt when the caller stops waiting; undefined when there is none
 */
export const usualPatience = (deadlineAt: number | undefined): Patience => ({
  lockWaitSeconds: 1,
  lockRetries: 2,
  deadlineAt: ownTimeAfter(deadlineAt),
});

const tidyingMilliseconds = 100;
const ownMilliseconds = 5_000;

/**
 * Work that begins when the caller's time is nearly over cleans up, such as recording that a call was not
 * answered. It gets a time limit of its own.
 */
export const ownTimeAfter = (deadlineAt = Number.POSITIVE_INFINITY): number =>
  deadlineAt - Date.now() > tidyingMilliseconds ? deadlineAt : Date.now() + ownMilliseconds;
