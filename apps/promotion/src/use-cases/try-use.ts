import { type BenefitUse, type PricedLines, Refusal } from "@caravan/contracts";
import { hashRequest } from "@caravan/database";
import { type CartLine, couldApply } from "@caravan/pricing";
import { requireKey } from "@caravan/service-kit";
import type { InferOutput } from "valibot";
import type { Dependencies } from "../dependencies.ts";
import type { Promotion } from "../domain/promotion.ts";
import { couponRefused } from "../domain/refusals.ts";
import { useReply } from "../replies.ts";
import { askedAfterSeconds } from "./follow-uses.ts";
import { priceLines } from "./price-cart.ts";

/** What an order asks for. */
export interface TryAsked {
  readonly orderId: string;
  readonly shopperId: string;
  readonly lines: InferOutput<typeof PricedLines>;
  readonly codes: readonly string[];
  readonly key: string;
}

/**
 * Prices an order and holds what it takes of coupons and budgets.
 *
 * @throws Refusal `coupon-refused`, `use-differs`, `use-ended`, `total-too-large`, `prices-unavailable`, `account-erased`,
 * `idempotency-key-mismatch`
 */
export const tryUse = async (dependencies: Dependencies, asked: TryAsked): Promise<BenefitUse> => {
  const { countTry, countUse } = dependencies;
  try {
    const { use, isNew } = await hold(dependencies, asked);
    countTry(isNew ? "held" : "repeated");
    if (isNew) countUse("held");
    return useReply(use);
  } catch (error) {
    countTry(error instanceof Refusal ? error.code : "internal-error");
    throw error;
  }
};

const hold = async (dependencies: Dependencies, { key, ...asked }: TryAsked) => {
  const { orderId, shopperId, codes } = asked;
  requireKey(key, orderId);
  const at = dependencies.now();
  const lines = await cartLines(dependencies, asked);
  const wanted = {
    ...{ orderId, shopperId, codes, at, content: hashRequest({ lines: asked.lines, codes }) },
    askAt: new Date(at.getTime() + askedAfterSeconds * 1000),
  };
  return dependencies.uses.try(wanted, {
    couldApply: (promotion, facts) => couldApply(promotion, { lines, codes, shopper: facts }),
    price: (promotions, facts) => {
      const priced = priceLines(lines, codes, promotions, facts, at);
      if (priced.refused.length > 0) throw couponRefused(priced.refused, codes);
      return priced;
    },
  });
};

/** The lines at order's prices; with their categories, which product tells, where a promotion asks for one. */
const cartLines = async (
  { currentRules, promotions, prices }: Dependencies,
  { lines, codes }: Pick<TryAsked, "lines" | "codes">,
): Promise<CartLine[]> => {
  const asking = [...(await currentRules()), ...(await promotions.byCodes(codes))].some(asksCategory);
  const known = asking ? await prices.of(lines.map(({ sku }) => sku)) : undefined;
  return lines.map(({ price, ...line }) => ({
    ...line,
    priceCents: price.amountCents,
    category: known?.get(line.sku)?.category ?? null,
  }));
};

const asksCategory = ({ condition: { categories } }: Promotion): boolean => categories !== undefined;
