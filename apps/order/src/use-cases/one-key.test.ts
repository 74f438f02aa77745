import { guestJoined, newId } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { openFakeShop, signedIn, someLines } from "../testing/fake-shop.ts";

describe("an order that a guest and its account place under one key at once", () => {
  it("is one order, and the second attempt's hold is released", async () => {
    const [guestId, userId] = [newId("gst"), newId("usr")];
    const begun = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const shop = openFakeShop();
    const { reserve } = shop.callees.inventory;
    const slow = openFakeShop({
      orders: shop.orders,
      inventory: {
        ...shop.callees.inventory,
        async reserve(...asked) {
          begun.resolve();
          await goOn.promise;
          return reserve(...asked);
        },
      },
    });
    const second = slow.place(signedIn(userId), someLines, "key-1");
    await begun.promise;
    const made = await (await shop.place(signedIn(guestId), someLines, "key-1")).json();
    await shop.tell(guestJoined, { guestId, userId, at: "2026-11-21T09:31:00.000Z" });
    goOn.resolve();
    expect((await (await second).json()).id).toBe(made.id);
    expect(shop.callees.asked).toEqual(["reserve", "reserve", "release"]);
  });
});
