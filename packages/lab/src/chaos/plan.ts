import { draw } from "@caravan/partner/draw";

/** A buyer's actions on an order. */
export type Behaviour = "pays" | "is declined" | "cancels unpaid" | "cancels paid" | "forgets" | "pays twice";

/** A fault to inject, once so many orders have been begun. */
export interface PlannedFault {
  readonly afterOrders: number;
  readonly target: string;
}

const shares: readonly [Behaviour, number][] = [
  ["pays", 0.68],
  ["is declined", 0.1],
  ["cancels unpaid", 0.06],
  ["cancels paid", 0.06],
  ["forgets", 0.05],
  ["pays twice", 0.05],
];

/** The actions of an order's buyer, by seed and number alone. */
export const behaviourOf = (seed: number, order: number): Behaviour => {
  let left = draw(seed, "behaviour", String(order));
  for (const [behaviour, share] of shares) {
    if (left < share) return behaviour;
    left -= share;
  }
  return "pays";
};

/** The part of a run with faults: the first orders show that the shop works, the last that it has recovered. */
const calm = 0.08;

/**
 * Plans the faults of a run: every target once, in an order and at times that the seed decides.
 *
 * @returns by time, earliest first
 */
export const planFaults = (seed: number, orders: number, targets: readonly string[]): PlannedFault[] =>
  targets
    .map((target) => ({
      target,
      afterOrders: Math.round(orders * (calm + (1 - 2 * calm) * draw(seed, "kill", target))),
    }))
    .sort((a, b) => a.afterOrders - b.afterOrders || a.target.localeCompare(b.target));
