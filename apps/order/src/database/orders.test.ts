import { fileURLToPath } from "node:url";
import { newId, orderPlaced } from "@caravan/contracts";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OrderStore } from "../dependencies.ts";
import { type Order, orderPlacedData, orderReply, place } from "../domain/order.ts";
import { fakeOrderStore } from "../testing/fake-order-store.ts";
import { openOrders } from "./orders.ts";
import * as schema from "./schema.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
const opened: TestDatabase[] = [];
const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const open = async () => {
  const test = await openTestDatabase({ migrationsFolder, schema });
  opened.push(test);
  return { ...test, orders: openOrders({ database: test.database, traceparent: () => traceparent }) };
};
afterAll(async () => {
  for (const test of opened) await test.close();
});

const lines = [
  { sku: "CAR-0002", quantity: 2 },
  { sku: "CAR-0001", quantity: 1 },
];
const make = (id: string, shopperId: string): Order =>
  place({
    id,
    shopperId,
    reservationId: newId("rsv"),
    lines: lines.map((line, i) => ({
      ...line,
      productId: newId("prd"),
      name: `Lantern “${i}” 🏕`,
      priceCents: 1_250,
    })),
    now: new Date("2026-11-21T09:30:00.123Z"),
  });
const placeOne = async (orders: OrderStore, shopperId: string, key: string = newId("key")) => {
  let made: Order | undefined;
  const reply = await orders.placeOnce({ shopperId, key, lines }, (id, save) => {
    made = make(id, shopperId);
    return save(made);
  });
  return { reply, made };
};

describe.each([
  { name: "in MariaDB", open: async () => (await open()).orders },
  { name: "fake", open: async () => fakeOrderStore() },
])("an order store ($name)", ({ open }) => {
  let orders: OrderStore;
  beforeAll(async () => {
    orders = await open();
  });
  const shopperId = newId("gst");
  const other = newId("gst");

  it("keeps an order as it was placed, and shows it to nobody else", async () => {
    const { reply, made } = await placeOne(orders, shopperId);
    expect(await orders.find(shopperId, reply.body.id)).toEqual(made);
    expect(await orders.find(other, reply.body.id)).toBeUndefined();
    expect(await orders.find(shopperId, newId("ord"))).toBeUndefined();
    expect(await orders.list(other, { before: undefined, limit: 10 })).toEqual([]);
  });

  it("does the work once per shopper and key, and gives the same reply again", async () => {
    const key = newId("key");
    const { reply, made } = await placeOne(orders, shopperId, key);
    const again = await placeOne(orders, shopperId, key);
    expect(again).toEqual({ reply: { ...reply, replayed: true }, made: undefined });
    expect(reply).toEqual({ status: 201, body: made && orderReply(made), replayed: false });
    expect((await placeOne(orders, other, key)).reply.replayed).toBe(false);
    await expect(
      orders.placeOnce({ shopperId, key, lines: lines.slice(1) }, () => Promise.reject(new Error("worked"))),
    ).rejects.toMatchObject({ code: "idempotency-key-reused" });
  });

  it("lets one of two go on, and gives the next attempt the same id when one failed", async () => {
    const key = newId("key");
    const ids: string[] = [];
    const failing = orders.placeOnce({ shopperId, key, lines }, async (id) => {
      ids.push(id);
      await expect(placeOne(orders, shopperId, key)).rejects.toMatchObject({
        code: "idempotency-key-in-progress",
      });
      throw new Error("no stock");
    });
    await expect(failing).rejects.toThrow("no stock");
    expect((await placeOne(orders, shopperId, key)).reply.body.id).toBe(ids[0]);
  });

  it("lists the newest first, page by page", async () => {
    const shopper = newId("gst");
    const placed: string[] = [];
    for (let i = 0; i < 5; i += 1) placed.unshift((await placeOne(orders, shopper)).reply.body.id);
    placed.sort().reverse();
    const first = await orders.list(shopper, { before: undefined, limit: 3 });
    const rest = await orders.list(shopper, { before: first.at(-1)?.id, limit: 3 });
    expect([...first, ...rest].map(({ id }) => id)).toEqual(placed);
    expect(first.every((order) => order.lines.length === 2)).toBe(true);
    expect(await orders.list(shopper, { before: placed.at(-1), limit: 3 })).toEqual([]);
  });
});

describe("placing an order in MariaDB", () => {
  it("writes order, event and reply together, or none of them", async () => {
    const { database, orders } = await open();
    const shopperId = newId("gst");
    const { reply, made } = await placeOne(orders, shopperId);
    const [event, ...others] = await database.drizzle.select().from(schema.outbox);
    expect(others).toEqual([]);
    expect(event).toMatchObject({ topic: orderPlaced.topic, aggregateId: reply.body.id, traceparent });
    expect(event?.data).toEqual(made && orderPlacedData(made));

    // The second insert of the transaction fails: the same order id again.
    const id = reply.body.id;
    const again = orders.placeOnce({ shopperId, key: newId("key"), lines }, (_, save) =>
      save(make(id, shopperId)),
    );
    await expect(again).rejects.toThrow("ER_DUP_ENTRY");
    const key = newId("key");
    const broken = orders.placeOnce({ shopperId, key, lines }, async (fresh, save) => {
      await save(make(fresh, shopperId));
      throw new Error("after the commit");
    });
    await expect(broken).rejects.toThrow("after the commit");
    expect((await placeOne(orders, shopperId, key)).reply.replayed).toBe(true);
    expect(await database.drizzle.select().from(schema.orders)).toHaveLength(2);
    expect(await database.drizzle.select().from(schema.orderLines)).toHaveLength(4);
    expect(await database.drizzle.select().from(schema.outbox)).toHaveLength(2);
  });

  it("makes one order of fifty presses on the same button", async () => {
    const { database, orders } = await open();
    const [shopperId, key] = [newId("gst"), newId("key")];
    const presses = await Promise.allSettled(
      Array.from({ length: 50 }, () => placeOne(orders, shopperId, key)),
    );
    const done = presses.flatMap((press) =>
      press.status === "fulfilled" ? [press.value.reply.body.id] : [],
    );
    for (const press of presses)
      if (press.status === "rejected")
        expect(press.reason).toMatchObject({ code: "idempotency-key-in-progress" });
    expect(new Set(done).size).toBe(1);
    expect(await database.drizzle.select().from(schema.orders)).toHaveLength(1);
    expect(await database.drizzle.select().from(schema.outbox)).toHaveLength(1);
  });

  it("writes orders of the same moment together, and one that cannot be written harms no other", async () => {
    const { database, orders } = await open();
    const shopperId = newId("gst");
    const { reply } = await placeOne(orders, shopperId);
    const attempts = Array.from({ length: 40 }, (_, i) =>
      orders.placeOnce({ shopperId, key: newId("key"), lines }, (id, save) =>
        save(make(i % 7 === 3 ? reply.body.id : id, shopperId)),
      ),
    );
    const results = await Promise.allSettled(attempts);
    const written = results.filter(({ status }) => status === "fulfilled");
    expect(results.map(({ status }) => status === "rejected")).toEqual(results.map((_, i) => i % 7 === 3));
    const replies = await database.drizzle.select().from(schema.idempotency);
    expect(replies.filter(({ responseStatus }) => responseStatus === 201)).toHaveLength(written.length + 1);
    for (const table of [schema.orders, schema.outbox])
      expect(await database.drizzle.select().from(table)).toHaveLength(written.length + 1);
  });
});
