import { guestJoined, newId, Refusal } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { refused, unclear } from "../testing/fake-callees.ts";
import { fakeOrderStore } from "../testing/fake-order-store.ts";
import { openFakeShop, signedIn, someLines } from "../testing/fake-shop.ts";
import { limits } from "../testing/make-order.ts";

/** A store whose transaction fails in one way. */
const failingStore = (error: Error) => {
  const orders = fakeOrderStore();
  const claimPlacement: typeof orders.claimPlacement = async (request, form) => {
    const claimed = await orders.claimPlacement(request, form);
    return "replayed" in claimed ? claimed : { ...claimed, insert: () => Promise.reject(error) };
  };
  return { ...orders, claimPlacement };
};
const statusOf = async (shop: ReturnType<typeof openFakeShop>) =>
  [...shop.orders.orders.values()].map(({ status }) => status);

describe("an order whose stock is held", () => {
  it("releases the stock when the order could not be written", async () => {
    const { place, callees } = openFakeShop({ orders: failingStore(new Error("disk full")) });
    expect((await place(signedIn())).status).toBe(500);
    expect(callees.asked).toEqual(["reserve", "release"]);
  });

  it.each(["database-unavailable", "idempotency-key-in-progress"])(
    "keeps its stock when the order may have been written: %s",
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

describe("an order whose stock is unclear", () => {
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

  it("is accepted as placed, and the step is repeated", async () => {
    const { reply, order, later, callees } = await open();
    expect([reply.status, order.status]).toEqual([201, "placed"]);
    expect(await later(2)).toMatchObject({ status: "stock-reserved" });
    expect(callees.asked).toEqual(["reserve", "reserve"]);
  });

  it("is cancelled with a reason when the stock is gone by then", async () => {
    const { order, later, callees, orders } = await open();
    callees.answers.reserve = [refused("out-of-stock")];
    expect(await later(2)).toMatchObject({ status: "cancelled" });
    expect(orders.timelineOf(order.id).at(-1)).toMatchObject({
      what: "reserve-stock refused",
      who: "inventory",
      why: "out-of-stock: out-of-stock",
    });
  });

  it("expires when inventory stays unreachable, and releases what may be held", async () => {
    const { later, callees } = await open();
    callees.answers.reserve = [unclear];
    expect(await later(limits.stepSeconds + 1)).toMatchObject({ status: "expired" });
    expect(callees.asked.slice(-2)).toEqual(["reserve", "release"]);
  });
});

describe("what a shopper holds unpaid", () => {
  const pieces = (quantity: number) => [{ sku: "CAR-0001", quantity }];
  const codeOf = async (reply: Response) => [reply.status, (await reply.json()).code];

  it("is bounded in orders and in pieces, and refused before any stock is held", async () => {
    const shop = openFakeShop({ limits: { ...limits, mostUnpaidOrders: 3, mostUnpaidPieces: 150 } });
    const who = signedIn();
    expect((await shop.place(who, pieces(99))).status).toBe(201);
    expect(await codeOf(await shop.place(who, pieces(99)))).toEqual([409, "too-much-unpaid"]);
    for (let i = 0; i < 2; i += 1) expect((await shop.place(who, pieces(1))).status).toBe(201);
    expect(await codeOf(await shop.place(who, pieces(1)))).toEqual([409, "too-much-unpaid"]);
    expect(shop.callees.asked).toEqual(["reserve", "reserve", "reserve"]);
    expect((await shop.place(signedIn(), pieces(99))).status).toBe(201);
  });

  it("is free again once one is paid or cancelled", async () => {
    const shop = openFakeShop({ limits: { ...limits, mostUnpaidOrders: 1 } });
    const who = signedIn();
    const { id } = await (await shop.place(who, pieces(1))).json();
    expect(await codeOf(await shop.place(who, pieces(1)))).toEqual([409, "too-much-unpaid"]);
    await shop.post(`/v1/orders/${id}/cancellation`, who, {});
    expect((await shop.place(who, pieces(1))).status).toBe(201);
  });

  it("is transferred with a guest to the account", async () => {
    const shop = openFakeShop({ limits: { ...limits, mostUnpaidOrders: 1 } });
    const [guestId, userId] = [newId("gst"), newId("usr")];
    await shop.place(signedIn(guestId), pieces(1));
    await shop.tell(guestJoined, { guestId, userId, at: "2026-11-21T09:31:00.000Z" });
    expect(await codeOf(await shop.place(signedIn(userId), pieces(1)))).toEqual([409, "too-much-unpaid"]);
  });
});

describe("the time to pay", () => {
  it("never lasts longer than the goods are held", async () => {
    const shop = openFakeShop();
    const held = (seconds: number) => new Date(shop.clock.now.getTime() + seconds * 1000);
    shop.callees.answers.reserve = [300, 2_000].map((seconds) => ({
      kind: "done",
      learned: { reservationId: newId("rsv"), heldUntil: held(seconds) },
    }));
    const payBy = async () => (await (await shop.place(signedIn())).json()).payBy;
    expect(await payBy()).toBe(held(270).toISOString());
    expect(await payBy()).toBe(held(limits.paymentSeconds).toISOString());
  });

  it("is counted from the hold when inventory's first reply was lost", async () => {
    const shop = openFakeShop();
    const heldUntil = new Date(shop.clock.now.getTime() + 900_000);
    shop.callees.answers.reserve = [
      unclear,
      { kind: "done", learned: { reservationId: newId("rsv"), heldUntil } },
    ];
    const who = signedIn();
    const { id } = await (await shop.place(who)).json();
    shop.clock.now = new Date(shop.clock.now.getTime() + 200_000);
    await shop.runner.poll();
    await shop.runner.idle();
    const order = await shop.show(who, id);
    expect(order).toMatchObject({
      ...{ status: "stock-reserved", payBy: new Date(heldUntil.getTime() - 30_000).toISOString() },
    });
  });
});

describe("an order whose stock is not held", () => {
  it("gets inventory's refusal, and releases nothing", async () => {
    const shop = openFakeShop();
    const cause = new Refusal({ kind: "conflict", code: "out-of-stock", detail: "gone" });
    shop.callees.answers.reserve = [{ kind: "refused", code: "out-of-stock", why: "gone", cause }];
    const reply = await shop.place(signedIn());
    expect([reply.status, await reply.json()]).toMatchObject([409, { code: "out-of-stock", detail: "gone" }]);
    expect([shop.callees.asked, await statusOf(shop)]).toEqual([["reserve"], []]);
  });

  it("is placed under another id when an earlier attempt released the stock of this one", async () => {
    const shop = openFakeShop();
    shop.callees.answers.reserve = [refused("reservation-ended")];
    const reply = await shop.place(signedIn());
    expect(reply.status).toBe(201);
    expect([...shop.callees.held.keys()]).toEqual([(await reply.json()).id]);
  });

  it("is refused with inventory's own text for an unknown code, and not kept as placed", async () => {
    const shop = openFakeShop();
    const cause = new Refusal({ kind: "unprocessable", code: "lines-not-kept", detail: "No such lines." });
    shop.callees.answers.reserve = [{ kind: "unclear", code: cause.code, why: cause.detail, cause }];
    const reply = await shop.place(signedIn());
    expect([reply.status, (await reply.json()).code]).toEqual([422, "lines-not-kept"]);
    expect(await statusOf(shop)).toEqual([]);
  });

  it("is not attempted without prices", async () => {
    const away = new Refusal({ kind: "unavailable", code: "prices-unavailable", detail: "away" });
    const { place, callees } = openFakeShop({ prices: { of: () => Promise.reject(away) } });
    const reply = await place(signedIn(), someLines, newId("key"));
    expect([reply.status, await reply.json()]).toMatchObject([503, { code: "prices-unavailable" }]);
    expect(callees.asked).toEqual([]);
  });
});
