import { newId, Refusal } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { refused, unclear } from "../testing/fake-callees.ts";
import { fakeOrderStore } from "../testing/fake-order-store.ts";
import { openFakeShop, signedIn, someLines } from "../testing/fake-shop.ts";
import { limits } from "../testing/make-order.ts";

/** A store whose transaction fails in one way. */
const failingStore = (error: Error) => {
  const orders = fakeOrderStore();
  const placeOnce: typeof orders.placeOnce = (request, work) =>
    orders.placeOnce(request, (id) => work(id, () => Promise.reject(error)));
  return { ...orders, placeOnce };
};
const statusOf = async (shop: ReturnType<typeof openFakeShop>) =>
  [...shop.orders.orders.values()].map(({ status }) => status);

describe("an order whose stock is held", () => {
  it("gives the stock back when it could not be written", async () => {
    const { place, callees } = openFakeShop({ orders: failingStore(new Error("disk full")) });
    expect((await place(signedIn())).status).toBe(500);
    expect(callees.asked).toEqual(["reserve", "release"]);
  });

  it.each(["database-unavailable", "idempotency-key-in-progress"])(
    "keeps its stock when it may have been written after all: %s",
    async (code) => {
      const error = new Refusal({ kind: "unavailable", code, detail: code });
      const { place, callees } = openFakeShop({ orders: failingStore(error) });
      expect((await place(signedIn())).status).toBe(503);
      expect(callees.asked).toEqual(["reserve"]);
    },
  );

  it("is one order of two submits at once", async () => {
    const { place, orders } = openFakeShop();
    const who = signedIn();
    const replies = await Promise.all([place(who, someLines, "key-1"), place(who, someLines, "key-1")]);
    expect(replies.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(orders.orders.size).toBe(1);
  });
});

describe("an order whose stock nobody knows of", () => {
  const open = async () => {
    const shop = openFakeShop();
    shop.callees.answers.reserve = [unclear];
    const who = signedIn();
    const reply = await shop.place(who);
    const order = await reply.json();
    const later = async (seconds: number) => {
      shop.clock.now = new Date(shop.clock.now.getTime() + seconds * 1000);
      await shop.runner.poll();
      await shop.runner.idle();
      return shop.show(who, order.id);
    };
    return { ...shop, reply, order, later };
  };

  it("is accepted as placed, and asks again", async () => {
    const { reply, order, later, callees } = await open();
    expect([reply.status, order.status]).toEqual([201, "placed"]);
    expect(await later(2)).toMatchObject({ status: "stock-reserved" });
    expect(callees.asked).toEqual(["reserve", "reserve"]);
  });

  it("is cancelled, and says why, when the stock is gone by then", async () => {
    const { order, later, callees, orders } = await open();
    callees.answers.reserve = [refused("out-of-stock")];
    expect(await later(2)).toMatchObject({ status: "cancelled" });
    expect(orders.timelineOf(order.id).at(-1)).toMatchObject({
      what: "reserve-stock refused",
      who: "inventory",
      why: "out-of-stock: out-of-stock",
    });
  });

  it("expires when stock cannot be asked in time, and gives back what may be held", async () => {
    const { later, callees } = await open();
    callees.answers.reserve = [unclear];
    expect(await later(limits.stepSeconds + 1)).toMatchObject({ status: "expired" });
    expect(callees.asked.slice(-2)).toEqual(["reserve", "release"]);
  });
});

describe("an order whose stock is not held", () => {
  it("passes on what inventory says, and gives nothing back", async () => {
    const shop = openFakeShop();
    const cause = new Refusal({ kind: "conflict", code: "out-of-stock", detail: "gone" });
    shop.callees.answers.reserve = [{ kind: "refused", code: "out-of-stock", why: "gone", cause }];
    const reply = await shop.place(signedIn());
    expect([reply.status, await reply.json()]).toMatchObject([409, { code: "out-of-stock", detail: "gone" }]);
    expect([shop.callees.asked, await statusOf(shop)]).toEqual([["reserve"], []]);
  });

  it("is placed under another id when an earlier attempt gave the stock of this one back", async () => {
    const shop = openFakeShop();
    shop.callees.answers.reserve = [refused("reservation-ended")];
    const reply = await shop.place(signedIn());
    expect(reply.status).toBe(201);
    expect([...shop.callees.held.keys()]).toEqual([(await reply.json()).id]);
  });

  it("is not even tried without prices", async () => {
    const away = new Refusal({ kind: "unavailable", code: "prices-unavailable", detail: "away" });
    const { place, callees } = openFakeShop({ prices: { of: () => Promise.reject(away) } });
    const reply = await place(signedIn(), someLines, newId("key"));
    expect([reply.status, await reply.json()]).toMatchObject([503, { code: "prices-unavailable" }]);
    expect(callees.asked).toEqual([]);
  });
});
