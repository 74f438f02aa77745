import { newId } from "@caravan/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OrderStore } from "../order-store.ts";
import { fakeOrderStore } from "../testing/fake-order-store.ts";
import { closeStores, idForm, keyedBy, openStore, placedBy, placeOnce } from "../testing/order-stores.ts";

afterAll(closeStores);

describe.each([
  { name: "in MariaDB", open: async () => (await openStore()).orders },
  { name: "fake", open: async () => fakeOrderStore() },
])("the orders of flash sales ($name)", ({ open }) => {
  let orders: OrderStore;
  beforeAll(async () => {
    orders = await open();
  });
  const allotmentId = newId("alm");
  const buy = (ticketId: string, shopperId: string, key = ticketId) =>
    placeOnce(orders, keyedBy(shopperId, key), idForm, (id, _, save) =>
      save((owner) => {
        const placed = placedBy(id, owner);
        return { ...placed, order: { ...placed.order, ticketId, allotmentId } };
      }),
    );

  it("are found by their ticket, also after a change, with the allotment of their goods", async () => {
    const ticketId = newId("tkt");
    expect(await orders.findByTicket(ticketId)).toBeUndefined();
    const { body: id } = await buy(ticketId, newId("gst"));
    expect(await orders.findByTicket(ticketId)).toMatchObject({ id, ticketId, allotmentId });
    await orders.change({
      orderId: id,
      decide: (order) => ({ order: { ...order, status: "cancelled" }, events: [], entries: [] }),
    });
    expect(await orders.findByTicket(ticketId)).toMatchObject({ id, status: "cancelled", allotmentId });
  });

  it("are one for a ticket, whichever shopper or key it comes with, and also when they come at once", async () => {
    const [ticketId, shopperId] = [newId("tkt"), newId("gst")];
    const { body: id } = await buy(ticketId, shopperId);
    expect(await buy(ticketId, shopperId)).toMatchObject({ body: id, replayed: true });
    for (const [other, key] of [
      [newId("gst"), ticketId],
      [shopperId, "another"],
    ] as const)
      await expect(buy(ticketId, other, key)).rejects.toMatchObject({ code: "idempotency-key-reused" });
    const fresh = newId("tkt");
    const both = await Promise.allSettled([buy(fresh, newId("gst")), buy(fresh, newId("gst"))]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  it("leave ordinary orders alone: any number of them has no ticket", async () => {
    for (let i = 0; i < 2; i += 1) {
      const { body } = await placeOnce(orders, keyedBy(newId("gst"), newId("key")), idForm, (id, _, save) =>
        save((owner) => placedBy(id, owner)),
      );
      expect((await orders.find(body))?.order).toMatchObject({ ticketId: null, allotmentId: null });
    }
  });
});
