import { type Quote, Refusal, type ReservationLine } from "@caravan/contracts";
import { type CartLine, quote } from "@caravan/pricing";
import type { Dependencies, Person } from "../dependencies.ts";
import { candidateOf, type Facts, type Promotion } from "../domain/promotion.ts";
import { skuUnknown } from "../domain/refusals.ts";

/** A cart of a shopper. */
export interface CartAsked {
  readonly lines: readonly ReservationLine[];
  readonly codes: readonly string[];
}

/** The catalogue's entry of each line. @throws Refusal `sku-unknown`, `prices-unavailable` */
export const listLines = async (
  { prices }: Pick<Dependencies, "prices">,
  lines: readonly ReservationLine[],
): Promise<CartLine[]> => {
  const found = await prices.of(lines.map(({ sku }) => sku));
  const unknown = lines.filter(({ sku }) => !found.has(sku)).map(({ sku }) => sku);
  if (unknown.length > 0) throw skuUnknown(unknown);
  return lines.flatMap(({ sku, quantity }) => {
    const price = found.get(sku);
    return price === undefined ? [] : [{ ...price, category: price.category ?? null, quantity }];
  });
};

/** Prices lines by promotions and what is known of the shopper. @throws Refusal `total-too-large` */
export const priceLines = (
  lines: readonly CartLine[],
  codes: readonly string[],
  promotions: readonly Promotion[],
  facts: Facts,
  now: Date,
): Quote =>
  quote({
    ...{ lines, codes, shopper: facts },
    promotions: promotions.map((promotion) => candidateOf(promotion, facts, now)),
  });

/** What a cart would cost its shopper now. @throws Refusal `sku-unknown`, `total-too-large`, `prices-unavailable` */
export const quoteCart = async (
  dependencies: Dependencies,
  { person, lines, codes }: CartAsked & { readonly person: Person },
): Promise<Quote> => {
  const { currentRules, promotions, people, countQuote } = dependencies;
  try {
    const listed = await listLines(dependencies, lines);
    const all = [...(await currentRules()), ...(await promotions.byCodes(codes))];
    const priced = priceLines(listed, codes, all, await people.facts(person, all), dependencies.now());
    countQuote(priced.refused.length > 0 ? "refused" : priced.applied.length > 0 ? "reduced" : "list-price");
    return priced;
  } catch (error) {
    countQuote(error instanceof Refusal ? error.code : "internal-error");
    throw error;
  }
};
