/** Bounds of a {@link workQueue}. */
export interface WorkQueueOptions {
  readonly atOnce: number;
  readonly waiting: number;
  /** Of one place. */
  readonly waitingPerPlace: number;
  /** The refusal for work that may not wait. */
  readonly full: () => Error;
  /** Called with the number of waiting items, whenever it changes. */
  readonly onWaiting?: ((count: number) => void) | undefined;
}

interface Turn {
  readonly begin: () => void;
  readonly giveUp: (reason: Error) => void;
}

/**
 * Runs at most `atOnce` pieces of work at a time. More of them wait, each in the queue of the place it comes from; places take
 * turns, so a busy place only delays itself. When all places together exceed the limit, the last of the longest queue
 * is refused in favour of one of a shorter queue.
 */
export const workQueue = ({ atOnce, waiting, waitingPerPlace, full, onWaiting }: WorkQueueOptions) => {
  /** Places in the order of their turns; none has an empty queue. */
  const queues = new Map<string, Turn[]>();
  let [running, count] = [0, 0];

  const countWaiting = (change: 1 | -1): void => {
    count += change;
    onWaiting?.(count);
  };

  const makeRoom = (own: number): boolean => {
    if (own >= waitingPerPlace) return false;
    if (count < waiting) return true;
    const longest = [...queues.values()].reduce((a, b) => (b.length > a.length ? b : a), []);
    // Not for a queue that would be as long then: two places would only displace each other.
    if (longest.length <= own + 1) return false;
    longest.pop()?.giveUp(full());
    countWaiting(-1);
    return true;
  };

  const turnOf = (place: string): Promise<void> => {
    const queue = queues.get(place) ?? [];
    if (!makeRoom(queue.length)) throw full();
    queues.set(place, queue);
    countWaiting(1);
    return new Promise((begin, giveUp) => void queue.push({ begin, giveUp }));
  };

  const handOn = (): void => {
    const [place, queue] = queues.entries().next().value ?? [];
    const next = queue?.shift();
    if (place === undefined || queue === undefined || next === undefined) {
      running -= 1;
      return;
    }
    countWaiting(-1);
    queues.delete(place);
    if (queue.length > 0) queues.set(place, queue);
    next.begin();
  };

  return async <T>(place: string, work: () => Promise<T>): Promise<T> => {
    if (running < atOnce) running += 1;
    // Finished work passes its slot on, so that the order is kept.
    else await turnOf(place);
    try {
      return await work();
    } finally {
      handOn();
    }
  };
};
