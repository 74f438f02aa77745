import { databaseBusy, deadlineExceeded, isBusy, isDatabaseAway } from "../errors.ts";
import { ownTimeAfter, type Patience, withPatience } from "../patience.ts";
import type { Waiting, WaitingRoom } from "./waiting-room.ts";

/** How calls are batched. */
export interface GatherOptions<T> {
  /** Items in one round at most; bound it, since prepared queries are kept per size. */
  readonly most: number;
  /**
   * The keys that an item locks, such as its order's id. Called only while some key is locked for long, so it may query. The keys
   * of all gatherings of a database share one space.
   */
  readonly keysOf: (item: T) => readonly string[] | Promise<readonly string[]>;
}

/** What all gatherings of a database share. */
export interface GatherScope {
  readonly room: WaitingRoom;
  /** When the current caller stops waiting; undefined when there is none. */
  readonly deadlineAt: () => number | undefined;
  /** A round that takes longer than this does not keep the next one from starting; default 250. */
  readonly stallMilliseconds?: number;
}

interface Call<T, R> {
  readonly item: T;
  readonly deadlineAt: number;
  readonly resolve: (result: R) => void;
  readonly reject: (reason: unknown) => void;
}

/** Rounds under way at most. One is usual; more only while one is stalled. */
const mostRounds = 3;
/** Most calls that wait for a round; further ones are refused. */
const mostQueued = 1000;

/** See `Database.gather`, which is this with the database's own scope. */
export const gather = <T, R>(
  { room, deadlineAt, stallMilliseconds = 250 }: GatherScope,
  round: (items: readonly T[]) => Promise<readonly R[]>,
  { most, keysOf }: GatherOptions<T>,
): ((item: T) => Promise<R>) => {
  const queue: Call<T, R>[] = [];
  let rounds = 0;
  let lastStart = 0;
  let timer: NodeJS.Timeout | undefined;

  /** Processes the calls in one round; returns the error when none of them was done. */
  const together = async (
    calls: readonly Call<T, R>[],
    lockWaitSeconds: Patience["lockWaitSeconds"],
  ): Promise<{ readonly error: unknown } | undefined> => {
    try {
      const latest = Math.max(...calls.map((call) => call.deadlineAt));
      const patience = { lockWaitSeconds, lockRetries: 0, deadlineAt: latest };
      const results = await withPatience(patience, () => round(calls.map(({ item }) => item)));
      if (results.length !== calls.length)
        throw new Error("a round must give one result for each of its items");
      for (const [i, call] of calls.entries()) call.resolve(results[i] as R);
      return undefined;
    } catch (error) {
      return { error };
    }
  };

  const settle = async (
    calls: readonly Call<T, R>[],
    lockWaitSeconds: Patience["lockWaitSeconds"],
  ): Promise<void> => {
    const failed = await together(calls, lockWaitSeconds);
    if (failed === undefined) return;
    const { error } = failed;
    const [only, ...others] = calls;
    if (isDatabaseAway(error)) for (const call of calls) call.reject(error);
    else if (only !== undefined && others.length === 0) {
      if (isBusy(error)) room.wait(await waitingOf(only));
      else only.reject(error);
    } else if (isBusy(error)) {
      // Each tries alone, without waiting: this shows which of them is blocked.
      for (const call of calls) await settle([call], 0);
    } else {
      const half = Math.ceil(calls.length / 2);
      await settle(calls.slice(0, half), lockWaitSeconds);
      await settle(calls.slice(half), lockWaitSeconds);
    }
  };

  const waitingOf = async (call: Call<T, R>): Promise<Waiting> => ({
    keys: await Promise.resolve(call.item)
      .then(keysOf)
      .catch(() => []),
    deadlineAt: call.deadlineAt,
    refuse: call.reject,
    async attempt(lockWaitSeconds) {
      const failed = await together([call], lockWaitSeconds);
      if (failed !== undefined && isBusy(failed.error)) return "blocked";
      if (failed !== undefined) call.reject(failed.error);
      return "settled";
    },
  });

  /** A call about something that is locked for long does not enter a round with others. */
  const divert = async (call: Call<T, R>): Promise<void> => {
    const waiting = await waitingOf(call);
    if (room.suspects(waiting.keys)) room.enter(waiting);
    else admit(call);
  };

  const admit = (call: Call<T, R>): void => {
    if (queue.length >= mostQueued) {
      call.reject(databaseBusy(new Error("too many wait for their round")));
      return;
    }
    queue.push(call);
    if (rounds === 0 || timer === undefined) proceed();
  };

  const proceed = (): void => {
    clearTimeout(timer);
    timer = undefined;
    for (const call of queue.splice(0).filter(stillWanted)) queue.push(call);
    while (queue.length > 0 && mayStart()) start(queue.splice(0, most));
    if (queue.length > 0) timer = setTimeout(proceed, stallMilliseconds);
  };

  const stillWanted = (call: Call<T, R>): boolean => {
    if (call.deadlineAt > Date.now()) return true;
    call.reject(deadlineExceeded());
    return false;
  };

  const mayStart = (): boolean =>
    rounds === 0 || (rounds < mostRounds && Date.now() - lastStart >= stallMilliseconds);

  const start = (calls: readonly Call<T, R>[]): void => {
    rounds += 1;
    lastStart = Date.now();
    void settle(calls, 1).finally(() => {
      rounds -= 1;
      proceed();
    });
  };

  return (item) =>
    new Promise((resolve, reject) => {
      const call = { item, resolve, reject, deadlineAt: ownTimeAfter(deadlineAt()) };
      if (room.isQuiet()) admit(call);
      else void divert(call);
    });
};
