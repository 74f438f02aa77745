import type { Events } from "@caravan/simulation";
import { costs, limits } from "./costs.ts";

/** The database: decisions of one sale are stored in turn, many at a time. */
export interface Store {
  /** More decisions of this shard may not wait. */
  isFull(shard: number): boolean;
  add(shard: number, now: number, told: (now: number) => void): void;
  /** Milliseconds of work. */
  busy(): number;
}

export const createStore = (events: Events, shards: number): Store => {
  const waiting = Array.from({ length: shards }, (): ((now: number) => void)[] => []);
  let worked = 0;
  let isWorking = false;
  const work = (now: number): void => {
    const longest = waiting.toSorted((a, b) => b.length - a.length).slice(0, limits.together);
    const batch = longest.flatMap((shard) => shard.splice(0, limits.batch));
    isWorking = batch.length > 0;
    if (!isWorking) return;
    const milliseconds = costs.transaction + costs.stored * batch.length;
    worked += milliseconds;
    events.at(now + milliseconds, (done) => {
      for (const told of batch) told(done);
      work(done);
    });
  };
  return {
    isFull: (shard) => (waiting[shard]?.length ?? 0) >= limits.backlog,
    add: (shard, now, told) => {
      waiting[shard]?.push(told);
      if (!isWorking) work(now);
    },
    busy: () => worked,
  };
};
