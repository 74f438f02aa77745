import { Refusal } from "@caravan/contracts";

interface Call<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Gathers what is asked for while a round is under way, and does it together in the next one. Alone, a call waits for
 * nobody; under load many share one transaction, and the busier it gets the less each of them costs.
 *
 * A round of many that fails is halved and done again, down to single items: a bad one harms no other. Only when the database
 * is away all of them fail at once. So a round must have no effect when it rejects.
 *
 * @param round does all the items, gives one result for each, in their order
 * @param most items in one round; bound it, since prepared queries are kept per size
 * @example
 * const save = gather((orders: readonly Order[]) => database.transaction((tx) => insertAll(tx, orders)), 16);
 * const saved = await save(order);
 */
export function gather<T, R>(
  round: (items: readonly T[]) => Promise<readonly R[]>,
  most: number,
): (item: T) => Promise<R> {
  const waiting: Call<T, R>[] = [];
  let running = false;

  const attempt = async (calls: readonly Call<T, R>[]): Promise<void> => {
    try {
      const results = await round(calls.map(({ item }) => item));
      if (results.length !== calls.length)
        throw new Error("a round must give one result for each of its items");
      for (const [i, call] of calls.entries()) call.resolve(results[i] as R);
    } catch (error) {
      if (calls.length === 1 || isAway(error)) {
        for (const call of calls) call.reject(error);
        return;
      }
      const half = Math.ceil(calls.length / 2);
      await attempt(calls.slice(0, half));
      await attempt(calls.slice(half));
    }
  };

  const run = async (): Promise<void> => {
    running = true;
    while (waiting.length > 0) await attempt(waiting.splice(0, most));
    running = false;
  };

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (!running) void run();
    });
}

const isAway = (error: unknown): boolean => error instanceof Refusal && error.kind === "unavailable";
