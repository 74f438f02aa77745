import { euros, type Money, type Quote } from "@caravan/contracts";
import type { PromotionClient } from "../clients/promotion.ts";
import type { AskUnlessAway } from "./ask-unless-away.ts";
import { isSold, type ShownCart } from "./show-cart.ts";

/** What a cart costs its shopper. */
export interface Pricing {
  /** By promotion; undefined when it does not answer, and the list prices count. */
  readonly quote: Quote | undefined;
  /** Before any discount, and after all; undefined while a price is unknown. */
  readonly subtotal: Money | undefined;
  readonly total: Money | undefined;
  /** Codes that take something off, or may: those that an order is to name. */
  readonly codes: readonly string[];
}

export interface Quotes {
  /** Never rejects: a cart at list prices is better than no cart. */
  price(cart: ShownCart, codes: readonly string[]): Promise<Pricing>;
}

const timeoutSeconds = 1;

export const createQuotes = (
  client: Pick<PromotionClient, "quoteCart">,
  askPromotion: AskUnlessAway,
): Quotes => {
  const ask = (cart: ShownCart, codes: readonly string[]): Promise<Quote | undefined> => {
    const lines = cart.lines.filter(isSold).map(({ product, quantity }) => ({ sku: product.sku, quantity }));
    return askPromotion("cart not quoted", () =>
      client.quoteCart({ body: { lines, codes: [...codes] }, timeoutSeconds }),
    );
  };
  return {
    async price(cart, codes) {
      const { total } = cart;
      if (total === undefined || !cart.lines.some(isSold))
        return { quote: undefined, subtotal: total, total, codes: [] };
      const quote = await ask(cart, codes);
      if (quote === undefined) return { quote, subtotal: total, total, codes: [] };
      const refused = new Set(quote.refused.map(({ code }) => code));
      return {
        ...{ quote, subtotal: quote.subtotal, total: quote.total },
        codes: codes.filter((code) => !refused.has(code)),
      };
    },
  };
};

/** What a quote takes off the line of this SKU; zero without a quote. */
export const discountOf = ({ quote }: Pricing, sku: string): Money =>
  quote?.lines.find((line) => line.sku === sku)?.discount ?? euros(0);
