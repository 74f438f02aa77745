import { newId } from "@caravan/contracts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
let id: string;
const codes = ["KEPT"];
beforeAll(async () => {
  shop = await openRealShop();
  ({ id } = await shop.active({ code: "KEPT", until: shop.after(10 * 86_400).toISOString() }));
});
afterAll(() => shop.close());
beforeEach(() => {
  shop.clock.now = shop.after(3600);
});

const figures = async () => {
  const { held, used } = (await shop.inspect(id)).figures;
  return [held, used];
};
const later = (minutes: number) => {
  shop.clock.now = shop.after(minutes * 60);
};
const holds = async () => {
  const orderId = newId("ord");
  await shop.try(orderId, { codes });
  return orderId;
};

describe("the keeper", () => {
  it("gives back what an order holds that was never written, and not before twenty minutes", async () => {
    const before = await figures();
    const orderId = await holds();
    later(19);
    await shop.follow();
    expect((await figures())[0]).toBe((before[0] ?? 0) + 1);
    later(2);
    await shop.follow();
    expect(await figures()).toEqual(before);
    expect(await shop.confirm(orderId)).toBe("use-ended");
  });

  it("follows orders whose confirmation or cancellation never came, and asks again about one that is unpaid", async () => {
    const [before, beforeUsed] = await figures();
    const [paid, given, unpaid] = [await holds(), await holds(), await holds()];
    shop.world.orders.set(paid, "used");
    shop.world.orders.set(given, "back");
    shop.world.orders.set(unpaid, "held");
    later(21);
    await shop.follow();
    expect(await figures()).toEqual([(before ?? 0) + 1, (beforeUsed ?? 0) + 1]);
    shop.world.orders.set(unpaid, "used");
    await shop.follow();
    expect((await figures())[0]).toBe((before ?? 0) + 1);
    later(21);
    await shop.follow();
    expect(await figures()).toEqual([before, (beforeUsed ?? 0) + 2]);
  });

  it("keeps everything while order does not answer, and goes on when it does", async () => {
    const [before] = await figures();
    const orderId = await holds();
    shop.world.orders.set(orderId, undefined);
    later(21);
    await shop.follow();
    expect((await figures())[0]).toBe((before ?? 0) + 1);
    expect((await shop.dependencies.uses.lag(shop.after(60))).dueUses).toBe(1);
    shop.world.orders.set(orderId, "back");
    later(1);
    await shop.follow();
    expect((await figures())[0]).toBe(before);
    expect(shop.faults).toEqual([]);
  });
});
