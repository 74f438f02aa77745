import { newId, Refusal } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { stockCheckUnavailable } from "../domain/refusals.ts";
import { fakeOrderStore } from "../testing/fake-order-store.ts";
import { fakeInventory, openFakeShop, shopperCookie } from "../testing/fake-shop.ts";

const lines = [{ sku: "CAR-0001", quantity: 1 }];
const refuse = (kind: Refusal["kind"], code: string) => () =>
  Promise.reject(new Refusal({ kind, code, detail: code }));
const reservationOf = (orderId: string | undefined) => orderId?.replace("ord_", "rsv_");

/** A store whose transaction fails in one way. */
const failingStore = (error: Error) => {
  const orders = fakeOrderStore();
  const placeOnce: typeof orders.placeOnce = (request, work) =>
    orders.placeOnce(request, (id) => work(id, () => Promise.reject(error)));
  return { ...orders, placeOnce };
};

describe("an order whose stock is held", () => {
  it("gives the stock back when it could not be written", async () => {
    const { place, inventory } = openFakeShop({ orders: failingStore(new Error("disk full")) });
    expect((await place(await shopperCookie(), lines)).status).toBe(500);
    expect(inventory.released).toEqual([reservationOf([...inventory.held.keys()][0])]);
  });

  it.each(["database-unavailable", "idempotency-key-in-progress"])(
    "keeps its stock when it may have been written after all: %s",
    async (code) => {
      const error = new Refusal({ kind: "unavailable", code, detail: code });
      const { place, inventory } = openFakeShop({ orders: failingStore(error) });
      expect((await place(await shopperCookie(), lines)).status).toBe(503);
      expect(inventory.released).toEqual([]);
    },
  );
});

describe("an order whose stock is not held", () => {
  it("is never placed when nobody knows the outcome, and asks for the stock to be given back", async () => {
    const inventory = { ...fakeInventory(), hold: () => Promise.reject(stockCheckUnavailable("timeout")) };
    const { place, orders } = openFakeShop({ inventory });
    const reply = await place(await shopperCookie(), lines);
    expect(reply.status).toBe(503);
    expect(reply.headers.get("retry-after")).toBe("2");
    expect(await reply.json()).toMatchObject({ code: "stock-check-unavailable" });
    expect(inventory.released).toHaveLength(1);
    expect(orders.events).toEqual([]);
  });

  it("passes on what inventory says, and gives nothing back", async () => {
    const inventory = { ...fakeInventory(), hold: refuse("conflict", "out-of-stock") };
    const { place, orders } = openFakeShop({ inventory });
    const reply = await place(await shopperCookie(), lines);
    expect([reply.status, await reply.json()]).toMatchObject([409, { code: "out-of-stock" }]);
    expect([inventory.released, orders.events]).toEqual([[], []]);
  });

  it("is placed under another id when an earlier attempt gave the stock of this one back", async () => {
    const inventory = fakeInventory();
    const asked: string[] = [];
    const hold: typeof inventory.hold = (orderId, wanted) => {
      asked.push(orderId);
      return asked.length === 1 ? refuse("conflict", "reservation-ended")() : inventory.hold(orderId, wanted);
    };
    const { place, orders } = openFakeShop({ inventory: { ...inventory, hold } });
    expect((await place(await shopperCookie(), lines)).status).toBe(201);
    expect(orders.events).toMatchObject([{ id: asked[1], reservationId: reservationOf(asked[1]) }]);
    expect(asked[0]).not.toBe(asked[1]);
  });

  it("is not even tried without prices", async () => {
    const { place, inventory } = openFakeShop({
      prices: { of: refuse("unavailable", "prices-unavailable") },
    });
    const reply = await place(await shopperCookie(), lines, newId("key"));
    expect([reply.status, await reply.json()]).toMatchObject([503, { code: "prices-unavailable" }]);
    expect(inventory.held.size).toBe(0);
  });
});
