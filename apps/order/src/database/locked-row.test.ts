import { newId } from "@caravan/contracts";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { advance } from "../domain/machine.ts";
import type { OrderStore } from "../order-store.ts";
import { at } from "../testing/make-order.ts";
import { closeStores, keyedBy, openStore, placeOne } from "../testing/order-stores.ts";

afterAll(closeStores);

let test: Awaited<ReturnType<typeof openStore>>;
let orders: OrderStore;
let locked: string;
let others: string[];
let letGo: () => void;
let holder: Promise<void>;

/** A replica that hangs within a transaction holds the lock of this order's row. */
beforeAll(async () => {
  test = await openStore();
  orders = test.orders;
  locked = (await placeOne(orders, newId("gst"), newId("key"), null)).reply.body;
  others = [];
  for (let i = 0; i < 6; i += 1)
    others.push((await placeOne(orders, newId("gst"), newId("key"), null)).reply.body);
  const has = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  letGo = release.resolve;
  holder = test.database.transaction(async (tx) => {
    await tx.execute(sql`select id from orders where id = ${locked} for update`);
    has.resolve();
    await release.promise;
  });
  await has.promise;
});
afterAll(async () => {
  letGo();
  await holder;
});

const cancel = (orderId: string) =>
  orders.changeOnce<string>({ ...keyedBy("gst_1", newId("key")), status: 202 }, async (_, save) => {
    const decide = (order: Parameters<typeof advance>[0]) =>
      advance(order, { kind: "cancel", who: "shopper:1", why: null }, at(1));
    return (await save({ orderId, decide }, ({ id }) => id)).body;
  });
const authorise = (orderId: string) =>
  orders.change({
    orderId,
    event: { consumer: "test", id: newId("evt") },
    decide: (order) =>
      advance(
        order,
        { kind: "payment-authorised", paymentId: newId("pay"), amountCents: order.totalCents },
        at(1),
      ),
  });

/** Together with the locked one, which fails or waits alone. */
const beside = async (work: (orderId: string) => Promise<unknown>, ids: readonly string[]) => {
  const since = Date.now();
  const stuck = work(locked).catch(() => undefined);
  const done = await Promise.all(ids.map(work));
  return { done, seconds: (Date.now() - since) / 1000, stuck };
};

describe("an order whose row is locked by a hanging replica", () => {
  it("holds up no command of another order", async () => {
    const { seconds } = await beside(cancel, others.slice(0, 3));
    expect(seconds).toBeLessThan(2);
  });

  it("holds up no event of another order", async () => {
    const { done, seconds } = await beside(authorise, others.slice(3));
    expect(done).not.toContain(undefined);
    expect(seconds).toBeLessThan(2);
  });

  it("holds up no step that is due, and no new order", async () => {
    const since = Date.now();
    const claimed = await orders.claimDue({ now: at(60).now, until: at(90).now, limit: 20 });
    expect(claimed.map(({ id }) => id)).not.toContain(locked);
    expect(claimed.length).toBeGreaterThan(0);
    await placeOne(orders, newId("gst"));
    expect((Date.now() - since) / 1000).toBeLessThan(2);
  });
});
