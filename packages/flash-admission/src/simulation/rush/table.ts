import { costs } from "./costs.ts";
import { type Outcome, type Part, type Rush, type Shop, simulate } from "./simulate.ts";

/** The sale of the printed table. */
export const rush: Rush = { people: 200_000, pieces: 10_000, line: 1_000, seed: 1 };

/** Shops from one of each to a hundred. */
export const shops: readonly Shop[] = [
  { gateways: 1, pods: 1, shards: 1 },
  { gateways: 10, pods: 10, shards: 1 },
  { gateways: 10, pods: 10, shards: 10 },
  { gateways: 10, pods: 100, shards: 10 },
  { gateways: 100, pods: 100, shards: 1 },
  { gateways: 100, pods: 100, shards: 10 },
  { gateways: 100, pods: 100, shards: 100 },
];

/** A shop, what came of the rush, and the part to add to next. */
export interface Row extends Outcome {
  readonly shop: Shop;
  readonly limit: Part;
}

const limitOf = ({ busy }: Outcome): Part =>
  (Object.keys(busy) as Part[]).reduce((most, part) => (busy[part] > busy[most] ? part : most), "gateways");

export const rowOf = (shop: Shop, of: Rush): Row => {
  const outcome = simulate(shop, of);
  return { ...outcome, shop, limit: limitOf(outcome) };
};

/** How soon all orders of the pieces should be there, in seconds. */
const orderSeconds = 60;

/** A new pod serves so long after it was wanted; each 15 s there are twice as many. Measured: charts/observability. */
const podSeconds = 50;
const doublingSeconds = 15;

/** What a sale needs, and when. */
export interface Plan {
  readonly people: number;
  readonly pieces: number;
  readonly shop: Shop;
  /** Cores of order and what it calls. */
  readonly orderCores: number;
  readonly withinSecond: number;
  /** Seconds before the opening at which to begin, at the latest, from one pod of each. */
  readonly leadSeconds: number;
}

/** A shop of so many pods of flash, with what belongs to them by their costs. */
export const shopOf = (pods: number): Shop => ({
  gateways: Math.ceil(pods / 2),
  pods,
  shards: Math.ceil(pods / 16),
});

/** The share of people that is to be told within a second of their press, or of the lots. */
export const enough = 0.95;

/** Pods below which the work of a second is more than they have time for. */
const leastPods = ({ people }: Rush): number =>
  2 ** Math.floor(Math.log2(Math.max(1, (people * costs.pod) / 2000)));

/** The smallest shop, in powers of two, that tells enough people within a second. Undefined: a thousand pods do not. */
export const planFor = (of: Rush): Plan | undefined => {
  for (let size = leastPods(of); size <= 1024; size *= 2) {
    const shop = shopOf(size);
    const { withinSecond } = simulate(shop, of);
    if (withinSecond < enough) continue;
    const leadSeconds = podSeconds + doublingSeconds * Math.log2(size);
    const orderCores = Math.ceil((of.pieces * costs.order) / 1000 / orderSeconds);
    return { people: of.people, pieces: of.pieces, shop, orderCores, withinSecond, leadSeconds };
  }
  return undefined;
};

/** Rushes to plan for. */
export const planned: readonly Rush[] = [
  { people: 2_000, pieces: 100, line: 100, seed: 1 },
  { people: 20_000, pieces: 1_000, line: 500, seed: 1 },
  rush,
  { ...rush, line: 20_000 },
];
