import { euros, Refusal } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import type { Cart } from "./cart.ts";
import { quote } from "./quote.ts";
import { lineOf, promotionOf } from "./testing/carts.ts";

const guest = { signedIn: false, firstOrder: false };
const price = (cart: Partial<Cart> & Pick<Cart, "lines" | "promotions">) =>
  quote({ shopper: guest, codes: [], ...cart });
/** What is off each line, in cents, and what is to pay. */
const off = (cart: Parameters<typeof price>[0]) => {
  const { lines, total } = price(cart);
  return [lines.map(({ discount }) => discount.amountCents), total.amountCents];
};
const ten = { type: "percent", percent: 10 } as const;
const boots = lineOf("CAR-0001", 2, 1_000, "boots");
const tent = lineOf("CAR-0002", 1, 5_000, "tents");

describe("a benefit", () => {
  it("of percent is rounded down on each line, in the shop's favour", () => {
    const lines = [lineOf("CAR-0001", 1, 99), lineOf("CAR-0002", 1, 101)];
    expect(off({ lines, promotions: [promotionOf({ benefit: ten })] })).toEqual([[9, 10], 181]);
  });

  it("of an amount is divided in proportion, and its odd cents go to the largest remainders", () => {
    const lines = [lineOf("CAR-0001", 1, 100), lineOf("CAR-0002", 1, 200), lineOf("CAR-0003", 1, 400)];
    const benefit = { type: "amount", amount: euros(100) } as const;
    expect(off({ lines, promotions: [promotionOf({ benefit })] })).toEqual([[14, 29, 57], 600]);
  });

  it("of an amount larger than the cart leaves one cent to pay", () => {
    const benefit = { type: "amount", amount: euros(99_999) } as const;
    expect(off({ lines: [boots, tent], promotions: [promotionOf({ benefit })] })).toEqual([
      [2_000, 4_999],
      1,
    ]);
  });

  it("of free pieces makes the cheapest ones free, as often as it fits", () => {
    const benefit = { type: "buy-get", buy: 2, free: 1 } as const;
    const lines = [lineOf("CAR-0001", 4, 1_000), lineOf("CAR-0002", 3, 300)];
    expect(off({ lines, promotions: [promotionOf({ benefit })] })).toEqual([[0, 600], 4_300]);
    expect(off({ lines: [boots], promotions: [promotionOf({ benefit })] })).toEqual([[0], 2_000]);
  });

  it("of a bundle sells as many sets as there are at its price, and the rest at the list price", () => {
    const skus = ["CAR-0001", "CAR-0002"];
    const benefit = { type: "bundle" as const, skus, price: euros(4_500) };
    expect(off({ lines: [boots, tent], promotions: [promotionOf({ benefit })] })).toEqual([
      [250, 1_250],
      5_500,
    ]);
    expect(off({ lines: [boots], promotions: [promotionOf({ benefit })] })).toEqual([[0], 2_000]);
    const dear = { ...benefit, price: euros(9_000) };
    expect(off({ lines: [boots, tent], promotions: [promotionOf({ benefit: dear })] })).toEqual([
      [0, 0],
      7_000,
    ]);
  });

  it("of tiers takes the highest tier that the pieces reach together", () => {
    const tiers = [
      { from: 2, percent: 5 },
      { from: 3, percent: 20 },
      { from: 9, percent: 50 },
    ];
    const promotions = [promotionOf({ benefit: { type: "tiers", tiers } })];
    expect(off({ lines: [boots, tent], promotions })).toEqual([[400, 1_000], 5_600]);
    expect(off({ lines: [tent], promotions })).toEqual([[0], 5_000]);
  });
});

describe("a condition", () => {
  const everyone = { firstOrder: false, audience: "everyone" } as const;
  it("picks lines by SKU or category, and asks for a minimum of those lines at list prices", () => {
    const onBoots = promotionOf({ benefit: ten, condition: { ...everyone, categories: ["boots"] } });
    expect(off({ lines: [boots, tent], promotions: [onBoots] })).toEqual([[200, 0], 6_800]);
    const minimum = { ...onBoots, condition: { ...onBoots.condition, minimum: euros(2_001) } };
    expect(off({ lines: [boots, tent], promotions: [minimum] })).toEqual([[0, 0], 7_000]);
    const either = { ...everyone, categories: ["boots"], skus: ["CAR-0002"] };
    expect(
      off({ lines: [boots, tent], promotions: [promotionOf({ benefit: ten, condition: either })] }),
    ).toEqual([[200, 500], 6_300]);
  });

  it("of members, or of a first order, counts for those only", () => {
    const members = promotionOf({ benefit: ten, condition: { ...everyone, audience: "accounts" } });
    const first = promotionOf({ benefit: ten, condition: { ...everyone, firstOrder: true } });
    const totalFor = (shopper: Cart["shopper"], promotion: typeof members) =>
      price({ lines: [tent], promotions: [promotion], shopper }).total.amountCents;
    expect(totalFor(guest, members)).toBe(5_000);
    expect(totalFor({ ...guest, signedIn: true }, members)).toBe(4_500);
    expect(totalFor(guest, first)).toBe(5_000);
    expect(totalFor({ ...guest, firstOrder: true }, first)).toBe(4_500);
  });
});

describe("several promotions", () => {
  const fixed = { type: "amount", amount: euros(1_000) } as const;
  it("that combine are applied by priority, each on what is left", () => {
    const [a, b] = [
      promotionOf({ benefit: ten }),
      promotionOf({ id: "prm_1", benefit: fixed, priority: 200 }),
    ];
    const { applied, total } = price({ lines: [tent], promotions: [a, b] });
    expect(applied.map(({ promotionId, discount }) => [promotionId, discount.amountCents])).toEqual([
      ["prm_1", 1_000],
      ["prm_0", 400],
    ]);
    expect(total.amountCents).toBe(3_600);
  });

  it("one that does not combine counts alone where that is better for the shopper, and else not", () => {
    const half = promotionOf({ id: "prm_2", benefit: { type: "percent", percent: 50 }, combines: false });
    const [a, b] = [promotionOf({ benefit: ten }), promotionOf({ id: "prm_1", benefit: fixed })];
    const chosen = (...promotions: (typeof a)[]) =>
      price({ lines: [tent], promotions }).applied.map(({ promotionId }) => promotionId);
    expect(chosen(a, b, half)).toEqual(["prm_2"]);
    expect(chosen(a, b, { ...half, benefit: ten })).toEqual(["prm_0", "prm_1"]);
    expect(chosen(a, { ...half, benefit: ten })).toEqual(["prm_0"]);
  });

  it("say in words what they are for", () => {
    const condition = {
      ...{ firstOrder: true, audience: "accounts" as const },
      ...{ categories: ["boots"], minimum: euros(500) },
    };
    const [applied] = price({
      lines: [boots],
      promotions: [promotionOf({ benefit: ten, condition })],
      shopper: { signedIn: true, firstOrder: true },
    }).applied;
    expect(applied?.why).toBe("10 % off on boots from € 5.00 for your first order for members");
  });
});

describe("a code", () => {
  const coupon = promotionOf({ code: "SPRING", benefit: ten });
  const why = (promotions: (typeof coupon)[], codes = ["SPRING"], lines = [boots, tent]) =>
    price({ lines, promotions, codes }).refused.map(({ code, reason }) => [code, reason]);

  it("counts when it is named, once however often, and not without being named", () => {
    expect(price({ lines: [tent], promotions: [coupon] }).total.amountCents).toBe(5_000);
    const { total, applied } = price({ lines: [tent], promotions: [coupon], codes: ["SPRING", "SPRING"] });
    expect([total.amountCents, applied[0]?.code]).toEqual([4_500, "SPRING"]);
  });

  it("is refused with the reason: unknown, barred, not for this shopper or cart, exhausted, not combinable", () => {
    expect(why([], ["SPRING"])).toEqual([["SPRING", "coupon-unknown"]]);
    expect(why([{ ...coupon, barred: "coupon-used" }])).toEqual([["SPRING", "coupon-used"]]);
    const { condition } = coupon;
    expect(why([{ ...coupon, condition: { ...condition, audience: "accounts" } }])).toEqual([
      ["SPRING", "coupon-not-for-you"],
    ]);
    expect(why([{ ...coupon, condition: { ...condition, categories: ["lamps"] } }])).toEqual([
      ["SPRING", "coupon-not-matching"],
    ]);
    expect(why([{ ...coupon, budgetLeftCents: 699 }])).toEqual([["SPRING", "coupon-exhausted"]]);
    expect(why([{ ...coupon, budgetLeftCents: 700 }])).toEqual([]);
    const half = promotionOf({ id: "prm_9", benefit: { type: "percent", percent: 50 }, combines: false });
    expect(why([coupon, half])).toEqual([["SPRING", "coupon-not-combinable"]]);
    const three = { type: "buy-get", buy: 3, free: 1 } as const;
    expect(why([{ ...coupon, benefit: three }])).toEqual([["SPRING", "coupon-not-matching"]]);
  });

  it("tells for whom or for what it is", () => {
    const lamps = { ...coupon, condition: { ...coupon.condition, categories: ["lamps"] } };
    const [refused] = price({ lines: [tent], promotions: [lamps], codes: ["SPRING"] }).refused;
    expect(refused?.detail).toBe("Nothing in the cart fits this coupon. It counts on lamps.");
  });
});

it("a budget that does not suffice gives nothing at all, and the promotions after it find the whole price", () => {
  const [short, next] = [
    promotionOf({ benefit: ten, budgetLeftCents: 499, priority: 200 }),
    promotionOf({ id: "prm_1", benefit: ten }),
  ];
  expect(off({ lines: [tent], promotions: [short, next] })).toEqual([[500], 4_500]);
  expect(off({ lines: [tent], promotions: [{ ...short, budgetLeftCents: 500 }, next] })).toEqual([
    [950],
    4_050,
  ]);
});

it("a total that would not be exact is refused", () => {
  const lines = [lineOf("CAR-0001", 99, Number.MAX_SAFE_INTEGER)];
  expect(() => price({ lines, promotions: [] })).toThrow(Refusal);
});
