import { createEvents, createPool, createThread, type Events } from "@caravan/simulation";
import { costs, flush, type Part, singleThreaded, way } from "./costs.ts";

/** A machine, and what runs on it. */
export interface Shop {
  readonly cores: number;
  /** Pods of each app. */
  readonly replicas: number;
  /** Who buy one order after the other. */
  readonly buyers: number;
}

/** What came of it. */
export interface Outcome {
  /** Confirmed, a second. */
  readonly orders: number;
  readonly p50Milliseconds: number;
  /** How busy each part was, 0 to 1: the cores, and the processes of one thread. */
  readonly busy: Readonly<Partial<Record<Part | "cores", number>>>;
}

const parts = Object.keys(costs) as Part[];
const perVisit = (part: Part): number => costs[part] / way.filter((one) => one === part).length;
const sliceOf = new Map(parts.map((part) => [part, perVisit(part)]));

/** Makes commits durable: all that wait share one flush. */
const createLog = (events: Events) => {
  let waiting: ((now: number) => void)[] = [];
  let isFlushing = false;
  const work = (now: number): void => {
    isFlushing = waiting.length > 0;
    if (!isFlushing) return;
    const together = waiting;
    waiting = [];
    events.at(now + flush, (end) => {
      for (const done of together) done(end);
      work(end);
    });
  };
  return (now: number, done: (now: number) => void): void => {
    waiting.push(done);
    if (!isFlushing) work(now);
  };
};

/** Buyers buy until so many orders are confirmed; the first third only fills the shop. */
export const simulate = ({ cores, replicas, buyers }: Shop, orders: number): Outcome => {
  const events = createEvents();
  const machine = createPool(events, cores);
  const threads = new Map(
    [...singleThreaded].map((part) => [part, Array.from({ length: replicas }, () => createThread(machine))]),
  );
  const log = createLog(events);
  const took: number[] = [];
  let begunAt = 0;
  let left = orders;

  const visit = (part: Part, pod: number, now: number, done: (now: number) => void): void => {
    const worker = threads.get(part)?.[pod] ?? machine;
    worker.serve(now, sliceOf.get(part) ?? 0, done);
  };
  const buy = (buyer: number, began: number): void => {
    if (left === 0) return;
    left -= 1;
    if (left === Math.floor((2 * orders) / 3)) begunAt = began;
    const step = (index: number, now: number): void => {
      const next = way[index];
      if (next === undefined) {
        if (begunAt > 0) took.push(now - began);
        buy(buyer, now);
        return;
      }
      const then = (done: number): void => step(index + 1, done);
      if (next === "commit") log(now, then);
      else visit(next, (buyer + index) % replicas, now, then);
    };
    step(0, began);
  };
  for (let buyer = 0; buyer < buyers; buyer += 1) buy(buyer, 0);
  const end = events.run();
  const sorted = took.toSorted((a, b) => a - b);
  return {
    orders: (1000 * sorted.length) / (end - begunAt),
    p50Milliseconds: sorted[Math.floor(sorted.length / 2)] ?? 0,
    busy: {
      cores: machine.busy() / (cores * end),
      ...Object.fromEntries(
        [...threads].map(([part, pools]) => [
          part,
          pools.reduce((sum, pool) => sum + pool.busy(), 0) / (replicas * end),
        ]),
      ),
    },
  };
};

/** The part that is busiest: the cores of the machine, unless threads have more to do than they can. */
export const limitOf = ({ busy }: Outcome): Part | "cores" =>
  (Object.keys(busy) as (Part | "cores")[]).reduce(
    (most, part) => ((busy[part] ?? 0) > (busy[most] ?? 0) ? part : most),
    "cores",
  );
