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

/** Of so many, one has it: most promotions must apply for the properties to be about something. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>, of = 5) =>
  fc.oneof({ arbitrary: fc.constant(undefined), weight: of - 1 }, { arbitrary, weight: 1 });
const mostly = <T>(usual: T, other: T) =>
  fc.oneof({ arbitrary: fc.constant(usual), weight: 5 }, { arbitrary: fc.constant(other), weight: 1 });

const condition: fc.Arbitrary<Condition> = fc
  .record({
    minimum: seldom(some),
    skus: seldom(fc.subarray([...skus], { minLength: 2 }), 3),
    categories: seldom(fc.subarray([...categories], { minLength: 1 }), 3),
    firstOrder: mostly(false, true),
    audience: mostly<Condition["audience"]>("everyone", "accounts"),
  })
  .map(({ minimum, skus: some, categories: others, ...rest }) => ({
    ...rest,
    ...(minimum && { minimum }),
    ...(some && { skus: some }),
    ...(others && { categories: others }),
  }));

const barred: fc.Arbitrary<CodeRefusal | null> = seldom(
  fc.constantFrom<CodeRefusal>("coupon-over", "coupon-used", "coupon-exhausted"),
  8,
).map((reason) => reason ?? null);

const promotion = fc.record({
  name: fc.constantFrom("Spring", "Members", "Boots week"),
  benefit,
  condition,
  priority: fc.integer({ min: 0, max: 2 }),
  combines: mostly(true, false),
  barred,
  budgetLeftCents: seldom(cents, 4).map((left) => left ?? null),
});

/** Promotions with ids of their own; each code belongs to one of them. */
const promotions: fc.Arbitrary<Promotion[]> = fc
  .tuple(
    fc.array(promotion, { minLength: 1, maxLength: 6, size: "max" }),
    fc.array(seldom(fc.constantFrom(...codes), 3), { minLength: 6, maxLength: 6 }),
  )
  .map(([all, named]) =>
    all.map((one, at) => {
      const code = named[at];
      const isFirst = code !== undefined && named.indexOf(code) === at;
      return { ...one, id: `prm_${at}`, code: isFirst ? code : null };
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
        category: fc.constantFrom(...categories, null),
      }),
    ),
  ),
);

/** Any cart with any promotions. */
export const carts: fc.Arbitrary<Cart> = fc.record({
  lines,
  promotions,
  shopper: fc.record({ signedIn: fc.boolean(), firstOrder: fc.boolean() }),
  codes: fc.array(fc.constantFrom(...codes, "NONE"), { maxLength: 5, size: "max" }),
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
