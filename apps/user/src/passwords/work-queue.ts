/** Bounds of a {@link workQueue}. */
export interface WorkQueueOptions {
  readonly atOnce: number;
  readonly waiting: number;
  /** Made when nobody may wait any more. */
  readonly full: () => Error;
}

/**
 * Runs at most `atOnce` pieces of work at a time; `waiting` more wait their turn, in order, and whoever comes then is sent
 * away at once.
 */
export const workQueue = ({ atOnce, waiting, full }: WorkQueueOptions) => {
  const turns: (() => void)[] = [];
  let running = 0;
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (running < atOnce) running += 1;
    else if (turns.length >= waiting) throw full();
    // Whoever finishes hands their place on, so that nobody slips in between.
    else await new Promise<void>((resolve) => turns.push(resolve));
    try {
      return await work();
    } finally {
      const next = turns.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
};
