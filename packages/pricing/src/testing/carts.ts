import type { Benefit, CodeRefusal, Condition } from "@caravan/contracts";
import { euros } from "@caravan/contracts";
import fc from "fast-check";
import type { Cart, CartLine, Promotion } from "../cart.ts";

const skus = ["CAR-0001", "CAR-0002", "CAR-0003", "CAR-0004", "CAR-0005", "CAR-0006"] as const;
const categories = ["boots", "tents", "lamps"] as const;
const codes = ["AAAA", "BBBB", "CCCC", "DDDD"] as const;

/** Small amounts, where rounding shows, and large ones, where products do not fit into a number. */
const cents = fc.oneof(
  { arbitrary: fc.integer({ min: 0, max: 12 }), weight: 3 },
  { arbitrary: fc.integer({ min: 0, max: 100_000 }), weight: 3 },
  { arbitrary: fc.integer({ min: 0, max: 1_800_000_000_000 }), weight: 1 },
);
const some = cents.map((amount) => euros(Math.max(1, amount)));
const percent = fc.oneof(fc.integer({ min: 1, max: 100 }), fc.constant(100));

const benefit: fc.Arbitrary<Benefit> = fc.oneof(
  fc.record({ type: fc.constant("amount" as const), amount: some }),
  fc.record({ type: fc.constant("percent" as const), percent }),
  fc.record({
    type: fc.constant("buy-get" as const),
    buy: fc.integer({ min: 1, max: 4 }),
    free: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({
    type: fc.constant("bundle" as const),
    skus: fc.subarray([...skus], { minLength: 2, maxLength: 3 }),
    price: some,
  }),
  fc.record({
    type: fc.constant("tiers" as const),
    tiers: fc
      .uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 4 })
      .chain((from) =>
        fc.tuple(
          ...from.toSorted((a, b) => a - b).map((each) => fc.record({ from: fc.constant(each), percent })),
        ),
      ),
  }),
);

const condition: fc.Arbitrary<Condition> = fc.record(
  {
    minimum: some,
    skus: fc.subarray([...skus], { minLength: 1 }),
    categories: fc.subarray([...categories], { minLength: 1 }),
    firstOrder: fc.boolean(),
    audience: fc.constantFrom("everyone" as const, "accounts" as const),
  },
  { requiredKeys: ["firstOrder", "audience"] },
);

const barred: fc.Arbitrary<CodeRefusal | null> = fc.option(
  fc.constantFrom("coupon-over", "coupon-used", "coupon-exhausted"),
  { freq: 6 },
);

const promotion = fc.record({
  name: fc.constantFrom("Spring", "Members", "Boots week"),
  benefit,
  condition,
  priority: fc.integer({ min: 0, max: 3 }),
  combines: fc.boolean(),
  barred,
  budgetLeftCents: fc.option(cents, { freq: 3 }),
});

/** Promotions with ids of their own; each code belongs to one of them. */
const promotions: fc.Arbitrary<Promotion[]> = fc
  .tuple(
    fc.array(promotion, { maxLength: 7 }),
    fc.array(fc.option(fc.constantFrom(...codes)), { maxLength: 7 }),
  )
  .map(([all, named]) =>
    all.map((one, at) => {
      const code = named[at] ?? null;
      return { ...one, id: `prm_${at}`, code: named.indexOf(code) === at ? code : null };
    }),
  );

const lines: fc.Arbitrary<CartLine[]> = fc.subarray([...skus], { minLength: 1 }).chain((chosen) =>
  fc.tuple(
    ...chosen.map((sku) =>
      fc.record({
        sku: fc.constant(sku),
        productId: fc.constant(`prd_${sku}`),
        name: fc.constant(sku),
        quantity: fc.integer({ min: 1, max: 9 }),
        priceCents: cents,
        category: fc.option(fc.constantFrom(...categories), { freq: 4 }),
      }),
    ),
  ),
);

/** Any cart with any promotions. */
export const carts: fc.Arbitrary<Cart> = fc.record({
  lines,
  promotions,
  shopper: fc.record({ signedIn: fc.boolean(), firstOrder: fc.boolean() }),
  codes: fc.array(fc.constantFrom(...codes, "NONE"), { maxLength: 5 }),
});

/** A promotion that always counts, with these terms. */
export const promotionOf = (terms: Partial<Promotion> & Pick<Promotion, "benefit">): Promotion => ({
  ...{ id: "prm_0", name: "Spring", code: null, priority: 100, combines: true, barred: null },
  ...{ budgetLeftCents: null, condition: { firstOrder: false, audience: "everyone" } },
  ...terms,
});

/** A line of a cart: so many pieces at this price. */
export const lineOf = (
  sku: string,
  quantity: number,
  priceCents: number,
  category: string | null = null,
): CartLine => ({ sku, productId: `prd_${sku}`, name: sku, quantity, priceCents, category });
