/** So many pieces of work run at a time; the others wait for one to end, in the order in which they came. */
export const openSeats = (most: number) => {
  const waiting: (() => void)[] = [];
  let free = most;
  return async <R>(work: () => Promise<R>): Promise<R> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
};

/** Does some work for each, at most so many at a time; returns what each gave, in order. */
export const inTurns = <T, R>(
  all: readonly T[],
  most: number,
  work: (one: T, index: number) => Promise<R>,
): Promise<R[]> => {
  const seat = openSeats(most);
  return Promise.all(all.map((one, i) => seat(() => work(one, i))));
};
