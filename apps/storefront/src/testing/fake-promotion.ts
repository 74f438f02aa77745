import {
  type Applied,
  euros,
  type GivenCoupon,
  newId,
  type Offer,
  type Product,
  type Quote,
} from "@caravan/contracts";
import type { PromotionClient } from "../clients/promotion.ts";
import type { Behind } from "./behind.ts";

interface Wanted {
  readonly sku: string;
  readonly quantity: number;
}

const off = (name: string, code: string | null, sku: string, cents: number): Applied => ({
  ...{ promotionId: newId("prm"), name, code, discount: euros(cents), why: `${name} on ${sku}` },
  lines: [{ sku, discount: euros(cents) }],
});

/** Promotion in memory: coupons take so many cents off the first line, and so does a rule. */
export class FakePromotion {
  readonly coupons = new Map<string, number>();
  /** Zero for no rule. */
  ruleCents = 0;
  /** Given to every account. */
  given: readonly GivenCoupon[] = [];
  /** The rules that pages name; carts are priced by `ruleCents`. */
  offers: readonly Offer[] = [];
  private readonly behind: Behind;
  private readonly products: () => readonly Product[];

  constructor(behind: Behind, products: FakePromotion["products"]) {
    this.behind = behind;
    this.products = products;
  }

  get isAway(): boolean {
    return this.behind.down.has("promotion");
  }

  quote(wanted: readonly Wanted[], codes: readonly string[]): Quote {
    const sku = wanted[0]?.sku ?? "";
    const coupons = codes.flatMap((code) => {
      const cents = this.coupons.get(code);
      return cents === undefined ? [] : [off("Spring coupon", code, sku, cents)];
    });
    const applied = [
      ...(this.ruleCents > 0 ? [off("Winter sale", null, sku, this.ruleCents)] : []),
      ...coupons,
    ];
    const discount = applied.reduce((sum, each) => sum + each.discount.amountCents, 0);
    const lines = wanted.flatMap((line, i) => {
      const product = this.products().find((one) => one.sku === line.sku);
      if (product === undefined) return [];
      const cents = i === 0 ? discount : 0;
      const { id: productId, name, price } = product;
      const total = euros(price.amountCents * line.quantity - cents);
      return [{ ...line, productId, name, price, discount: euros(cents), total }];
    });
    const total = lines.reduce((sum, line) => sum + line.total.amountCents, 0);
    return {
      ...{
        lines,
        applied,
        subtotal: euros(total + discount),
        discount: euros(discount),
        total: euros(total),
      },
      refused: codes
        .filter((code) => !this.coupons.has(code))
        .map((code) => ({ code, reason: "coupon-unknown" as const, detail: `There is no code ${code}.` })),
    };
  }

  readonly client: PromotionClient = {
    listOffers: async () => {
      this.behind.enter("promotion", "listOffers");
      return { items: structuredClone([...this.offers]) };
    },
    listCoupons: async () => {
      this.behind.enter("promotion", "listCoupons");
      return { items: [...this.given] };
    },
    quoteCart: async ({ body }) => {
      this.behind.enter("promotion", "quoteCart");
      return this.quote(body.lines, body.codes ?? []);
    },
  };
}
