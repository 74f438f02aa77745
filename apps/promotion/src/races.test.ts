import { euros, newId } from "@caravan/contracts";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import * as schema from "./database/schema.ts";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
let serial = 0;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

const coupon = async (terms: Parameters<RealShop["active"]>[0] = {}) => {
  serial += 1;
  const code = `RACE-${serial}`;
  return { ...(await shop.active({ ...terms, code })), codes: [code] };
};
const times = <T>(count: number, each: (i: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, i) => each(i)));
/** How many are held; all others are refused in words, not by a guard of the database. */
const held = (outcomes: readonly unknown[]): number => {
  const refused = outcomes.filter((outcome) => typeof outcome === "string");
  expect(
    refused.every((code) => code === "coupon-refused"),
    refused.join(),
  ).toBe(true);
  return outcomes.length - refused.length;
};

/** The invariant: each promotion's counters are the sum of its uses. */
afterEach(async () => {
  const { drizzle } = shop.test.database;
  const [promotions, uses, lines] = [
    await drizzle.select().from(schema.promotions),
    await drizzle.select().from(schema.uses),
    await drizzle.select().from(schema.useLines),
  ];
  const statusOf = new Map(uses.map(({ orderId, status }) => [orderId, status]));
  for (const { id, ...counters } of promotions) {
    const own = lines.filter(({ promotionId }) => promotionId === id);
    const sum = (status: string) => {
      const some = own.filter(({ orderId }) => statusOf.get(orderId) === status);
      return [some.length, some.reduce((cents, { discountCents }) => cents + discountCents, 0)];
    };
    expect([counters.held, counters.heldCents], id).toEqual(sum("held"));
    expect([counters.used, counters.usedCents], id).toEqual(sum("used"));
  }
});

it("two tabs and two devices of one shopper use their one coupon once", async () => {
  const who = newId("usr");
  const { id, codes } = await coupon({ limits: { perPerson: 1 } });
  const outcomes = await times(4, () => shop.try(newId("ord"), { codes, who }));
  expect(held(outcomes)).toBe(1);
  expect((await shop.inspect(id)).figures).toMatchObject({ held: 1, used: 0 });
});

it("a coupon for ten orders is held by ten of sixty that come at once", async () => {
  const { id, codes } = await coupon({ limits: { uses: 10 } });
  const outcomes = await times(60, () => shop.try(newId("ord"), { codes }));
  expect(held(outcomes)).toBe(10);
  expect((await shop.inspect(id)).figures).toMatchObject({ held: 10 });
});

it("a budget is spent to the cent that fits, and never overdrawn", async () => {
  const { id, codes } = await coupon({ limits: { budget: euros(7_600) } });
  const outcomes = await times(40, (i) =>
    shop.try(newId("ord"), { codes, lines: i % 2 ? [["CAR-0001", 1]] : [["CAR-0002", 1]] }),
  );
  expect(held(outcomes)).toBeGreaterThan(7);
  const spent = outcomes.reduce<number>(
    (sum, use) => sum + (typeof use === "string" ? 0 : (use.quote?.discount.amountCents ?? 0)),
    0,
  );
  const { heldDiscount, budgetLeft } = (await shop.inspect(id)).figures;
  expect([heldDiscount.amountCents, budgetLeft?.amountCents]).toEqual([spent, 7_600 - spent]);
  expect(7_600 - spent).toBeLessThan(250);
});

it("orders that take the same promotions in opposite order do not block each other", async () => {
  const [a, b, c] = [await coupon(), await coupon({ limits: { uses: 1000 } }), await coupon()];
  const codes = [...a.codes, ...b.codes, ...c.codes];
  const outcomes = await times(60, (i) =>
    shop.try(newId("ord"), { codes: i % 2 ? codes : codes.toReversed() }),
  );
  expect(held(outcomes)).toBe(60);
});

it("one order that is tried many times at once is held once", async () => {
  const { id, codes } = await coupon();
  const [orderId, who] = [newId("ord"), newId("gst")];
  const outcomes = await times(20, () => shop.try(orderId, { codes, who }));
  expect(held(outcomes)).toBe(20);
  expect(new Set(outcomes.map((one) => JSON.stringify(one))).size).toBe(1);
  expect((await shop.inspect(id)).figures).toMatchObject({ held: 1 });
});

it("try, confirmation and cancellation race for one order, and the counters agree with the outcome", async () => {
  const { id, codes } = await coupon();
  for (let round = 0; round < 30; round += 1) {
    const [orderId, who] = [newId("ord"), newId("gst")];
    const before = (await shop.inspect(id)).figures;
    const racers = [
      () => shop.try(orderId, { codes, who }),
      () => shop.confirm(orderId),
      () => shop.cancel(orderId),
      () => shop.try(orderId, { codes, who }),
    ];
    const outcomes = await times(
      racers.length,
      (i) => racers[(i + round) % racers.length]?.() ?? shop.cancel(orderId),
    );
    for (const outcome of outcomes)
      if (typeof outcome === "string") expect(["use-ended", "use-unknown"]).toContain(outcome);
    const last = await shop.cancel(orderId);
    expect(last).toMatchObject({ status: "back" });
    expect((await shop.inspect(id)).figures).toEqual(before);
  }
});

it("a guest who joins an account while they buy keeps one use per person, and their uses move", async () => {
  const { codes } = await coupon({ limits: { perPerson: 1 } });
  const [guest, account, orderId] = [newId("gst"), newId("usr"), newId("ord")];
  const joined = { guestId: guest, userId: account, at: shop.after(0).toISOString() };
  await Promise.all([shop.try(orderId, { codes, who: guest }), shop.tell("guest.joined.v1", joined)]);
  expect(await shop.try(newId("ord"), { codes, who: account })).toBe("coupon-refused");
});
