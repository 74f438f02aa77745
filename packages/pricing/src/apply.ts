import type { CartLine, Promotion } from "./cart.ts";
import { matches } from "./matching.ts";
import { takeOff } from "./take-off.ts";

/** What became of one promotion: it took something off, found nothing to take off, or its budget does not suffice for it. */
export type Fate = "applied" | "nothing" | "exhausted";

/** Promotions that were applied one after the other. */
export interface Choice {
  readonly discountCents: number;
  /** What each took off, by SKU, in the order of application. */
  readonly taken: readonly { readonly promotion: Promotion; readonly off: ReadonlyMap<string, number> }[];
  readonly fates: ReadonlyMap<string, Fate>;
}

const sum = (numbers: Iterable<number>): number => Iterator.from(numbers).reduce((a, b) => a + b, 0);

/** Takes one cent back from the largest of these discounts; of equal ones from the first. */
const oneLess = (off: readonly number[]): number[] => {
  const largest = off.indexOf(Math.max(...off));
  return off.map((cents, at) => (at === largest ? cents - 1 : cents));
};

/**
 * Applies promotions in this order, each on what the ones before left of every line. Lines come in the order of their SKUs, with their
 * list totals in cents. At least one cent is left of the whole: nothing can be paid by a payment of zero.
 */
export const applyInTurn = (
  promotions: readonly Promotion[],
  lines: readonly CartLine[],
  totals: ReadonlyMap<string, number>,
): Choice => {
  const left = new Map(totals);
  const taken: Choice["taken"][number][] = [];
  const fates = new Map<string, Fate>();
  for (const promotion of promotions) {
    const rests = lines
      .filter((line) => matches(promotion, line))
      .map(({ sku, quantity }) => ({ sku, quantity, cents: left.get(sku) ?? 0 }));
    const wanted = takeOff(promotion.benefit, rests);
    const whole = sum(left.values());
    const off = whole > 0 && sum(wanted) === whole ? oneLess(wanted) : wanted;
    const discount = sum(off);
    const fits = promotion.budgetLeftCents === null || discount <= promotion.budgetLeftCents;
    fates.set(promotion.id, discount === 0 ? "nothing" : fits ? "applied" : "exhausted");
    if (discount === 0 || !fits) continue;
    for (const [at, { sku, cents }] of rests.entries()) left.set(sku, cents - (off[at] ?? 0));
    taken.push({ promotion, off: new Map(rests.map(({ sku }, at) => [sku, off[at] ?? 0])) });
  }
  return { taken, fates, discountCents: sum(taken.map(({ off }) => sum(off.values()))) };
};
