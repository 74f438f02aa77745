import { type Applied, euros, type Quote } from "@caravan/contracts";
import { applyInTurn, type Choice } from "./apply.ts";
import type { Cart, CartLine, Promotion } from "./cart.ts";
import { benefitInWords, conditionInWords } from "./in-words.ts";
import { lineTotal, totalOf } from "./list-total.ts";
import { couldApply } from "./matching.ts";
import { refusedCodes } from "./refused-codes.ts";

const bySku = (a: { readonly sku: string }, b: { readonly sku: string }): number => (a.sku < b.sku ? -1 : 1);

/** In the order of application: the higher priority, of equals the older one. */
const byPriority = (a: Promotion, b: Promotion): number => b.priority - a.priority || (a.id < b.id ? -1 : 1);

/**
 * What a cart costs, and why. The same for the same cart, in whichever order its lines and promotions come.
 *
 * Promotions that combine are applied one after the other, each on what the ones before left. Each one that does not combine is tried
 * alone. The choice that takes most off wins; of equal ones the first: the combined ones, then by priority and id.
 *
 * @throws Refusal `total-too-large` when the list total would not be exact
 */
export const quote = ({ lines, promotions, shopper, codes }: Cart): Quote => {
  const subtotalCents = totalOf(lines);
  const sorted = lines.toSorted(bySku);
  const totals = new Map(sorted.map((line) => [line.sku, lineTotal(line)]));
  const usable = promotions
    .filter((one) => one.barred === null && couldApply(one, { lines, shopper, codes }))
    .toSorted(byPriority);
  const alone = (promotion: Promotion): Choice => applyInTurn([promotion], sorted, totals);
  const combined = applyInTurn(
    usable.filter(({ combines }) => combines),
    sorted,
    totals,
  );
  const chosen = usable
    .filter(({ combines }) => !combines)
    .map(alone)
    .reduce((best, next) => (next.discountCents > best.discountCents ? next : best), combined);
  return {
    lines: lines.map((line) => pricedLine(line, chosen)),
    subtotal: euros(subtotalCents),
    discount: euros(chosen.discountCents),
    total: euros(subtotalCents - chosen.discountCents),
    applied: chosen.taken.map(appliedOf),
    refused: refusedCodes({ codes, promotions, lines, shopper, chosen, alone }),
  };
};

const pricedLine = (line: CartLine, { taken }: Choice): Quote["lines"][number] => {
  const { sku, productId, name, quantity, priceCents } = line;
  const discountCents = taken.reduce((sum, { off }) => sum + (off.get(sku) ?? 0), 0);
  return {
    ...{ sku, productId, name, quantity },
    price: euros(priceCents),
    discount: euros(discountCents),
    total: euros(lineTotal(line) - discountCents),
  };
};

const appliedOf = ({ promotion, off }: Choice["taken"][number]): Applied => ({
  promotionId: promotion.id,
  name: promotion.name,
  code: promotion.code,
  discount: euros([...off.values()].reduce((sum, cents) => sum + cents, 0)),
  why: [benefitInWords(promotion.benefit), ...conditionInWords(promotion.condition)].join(" "),
  lines: [...off].filter(([, cents]) => cents > 0).map(([sku, cents]) => ({ sku, discount: euros(cents) })),
});
