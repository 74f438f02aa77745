import { newId } from "@caravan/contracts";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";
import { followUses } from "./use-cases/follow-uses.ts";

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

  it("tells of a use that ten attempts have not settled, whether order is silent or its answer cannot be applied", async () => {
    const [silent, odd] = [await holds(), await holds()];
    shop.world.orders.set(silent, undefined);
    shop.world.orders.set(odd, "used");
    const uses = { ...shop.dependencies.uses, confirm: () => Promise.reject(new Error("a broken row")) };
    const stuck = async () => (await shop.dependencies.uses.lag(shop.clock.now)).stuckUses;
    later(21);
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      expect(await stuck()).toBe(0);
      await followUses({ ...shop.dependencies, uses });
      later(6);
    }
    expect([await stuck(), shop.faults.length]).toEqual([2, 10]);
    shop.world.orders.set(silent, "held");
    await shop.follow();
    expect(await stuck()).toBe(0);
    shop.world.orders.set(silent, "back");
    later(21);
    await shop.follow();
    shop.faults.length = 0;
  });
});
