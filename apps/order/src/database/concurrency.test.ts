import { newId, orderConfirmed } from "@caravan/contracts";
import { openDatabase } from "@caravan/database";
import { afterAll, describe, expect, it } from "vitest";
import type { Fact } from "../domain/facts.ts";
import { advance } from "../domain/machine.ts";
import type { OrderChange, OrderStore } from "../order-store.ts";
import { at } from "../testing/make-order.ts";
import {
  closeStores,
  idForm,
  keyedBy,
  openStore,
  placedBy,
  placeOnce,
  placeOne,
  traceparent,
} from "../testing/order-stores.ts";
import { openOrders } from "./orders.ts";
import * as schema from "./schema.ts";

afterAll(closeStores);

const by = (orderId: string, fact: Fact, event?: string): OrderChange => ({
  orderId,
  decide: (order) => advance(order, fact, at(1)),
  ...(event === undefined ? {} : { event: { consumer: "test", id: event } }),
});
const authorised = (order: { totalCents: number }): Fact => ({
  kind: "payment-authorised",
  paymentId: "pay_0199b63a-0009-7000-8000-000000000009",
  amountCents: order.totalCents,
});
const step = (name: "commit-stock" | "capture-payment"): Fact => ({
  kind: "step",
  step: name,
  outcome: { kind: "done", learned: {} },
});
const idsOf = async (orders: OrderStore, count: number): Promise<string[]> => {
  const placed = Array.from({ length: count }, () => placeOne(orders, newId("gst")));
  return (await Promise.all(placed)).map(({ reply }) => reply.body);
};

describe("placing an order in MariaDB", () => {
  it("writes order, timeline and reply atomically", async () => {
    const { database, orders } = await openStore();
    const shopperId = newId("gst");
    const id = (await placeOne(orders, shopperId)).reply.body;
    // The insert fails: the same order id again.
    const again = placeOnce(orders, keyedBy(shopperId, newId("key")), idForm, (_, __, save) =>
      save(() => placedBy(id, shopperId)),
    );
    await expect(again).rejects.toThrow("ER_DUP_ENTRY");
    const key = newId("key");
    const broken = placeOnce(orders, keyedBy(shopperId, key), idForm, async (fresh, _, save) => {
      await save(() => placedBy(fresh, shopperId));
      throw new Error("after the commit");
    });
    await expect(broken).rejects.toThrow("after the commit");
    expect((await placeOne(orders, shopperId, key)).reply.replayed).toBe(true);
    expect(await database.drizzle.select().from(schema.orders)).toHaveLength(2);
    expect(await database.drizzle.select().from(schema.orderLines)).toHaveLength(4);
    expect(await database.drizzle.select().from(schema.orderTimeline)).toHaveLength(4);
  });

  it("makes one order of fifty requests with the same key", async () => {
    const { database, orders } = await openStore();
    const [shopperId, key] = [newId("gst"), newId("key")];
    const presses = await Promise.allSettled(
      Array.from({ length: 50 }, () => placeOne(orders, shopperId, key)),
    );
    const done = presses.flatMap((press) => (press.status === "fulfilled" ? [press.value.reply.body] : []));
    for (const press of presses)
      if (press.status === "rejected")
        expect(press.reason).toMatchObject({ code: "idempotency-key-in-progress" });
    expect(new Set(done).size).toBe(1);
    expect(await database.drizzle.select().from(schema.orders)).toHaveLength(1);
  });

  it("writes concurrent orders together, and one that cannot be written does not affect the others", async () => {
    const { database, orders } = await openStore();
    const shopperId = newId("gst");
    const id = (await placeOne(orders, shopperId)).reply.body;
    const attempts = Array.from({ length: 40 }, (_, i) =>
      placeOnce(orders, keyedBy(shopperId, newId("key")), idForm, (fresh, _, save) =>
        save(() => placedBy(i % 7 === 3 ? id : fresh, shopperId)),
      ),
    );
    const results = await Promise.allSettled(attempts);
    const written = results.filter(({ status }) => status === "fulfilled");
    expect(results.map(({ status }) => status === "rejected")).toEqual(results.map((_, i) => i % 7 === 3));
    expect(await database.drizzle.select().from(schema.orders)).toHaveLength(written.length + 1);
  });
});

describe("changing orders in MariaDB", () => {
  it("applies events for many orders from two replicas, each event once", async () => {
    const { database, orders, settings } = await openStore();
    const second = await openDatabase(settings);
    const replicas = [orders, openOrders({ database: second, traceparent: () => undefined })];
    const ids = await idsOf(orders, 30);
    const deliveries = ids.flatMap((id) => [0, 1, 0].map((replica) => ({ id, replica })));
    const applied = await Promise.all(
      deliveries.map(async ({ id, replica }) => {
        const decide: OrderChange["decide"] = (order) => advance(order, authorised(order), at(1));
        const change = { orderId: id, decide, event: { consumer: "test", id: `evt_${id}` } };
        return (await replicas[replica]?.change(change)) !== undefined;
      }),
    );
    expect(applied.filter(Boolean)).toHaveLength(30);
    await Promise.all(ids.map((id) => orders.change(by(id, step("commit-stock")))));
    await Promise.all(ids.map((id) => orders.change(by(id, step("capture-payment")))));
    const rows = await database.drizzle.select().from(schema.orders);
    expect(new Set(rows.map(({ status, steps, entries }) => `${status} ${steps} ${entries}`))).toEqual(
      new Set(["confirmed create-shipment 5"]),
    );
    const events = await database.drizzle.select().from(schema.outbox);
    expect(events.map(({ topic }) => topic)).toEqual(ids.map(() => orderConfirmed.topic));
    expect(events[0]?.traceparent).toBe(traceparent);
    await second.close();
  });

  it("gives every due order to exactly one of several replicas", async () => {
    const { orders } = await openStore();
    const shopperId = newId("gst");
    for (let i = 0; i < 30; i += 1) await placeOne(orders, shopperId, newId("key"), null);
    const lease = { now: at(5).now, until: at(35).now, limit: 10 };
    const claimed: string[] = [];
    for (let round = 0; claimed.length < 30 && round < 20; round += 1)
      for (const batch of await Promise.all([1, 2, 3, 4].map(() => orders.claimDue(lease))))
        claimed.push(...batch.map(({ id }) => id));
    expect([claimed.length, new Set(claimed).size]).toEqual([30, 30]);
  });
});
