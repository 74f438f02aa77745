import { newId } from "@caravan/contracts";
import { sql } from "drizzle-orm";
import { afterAll, expect, it } from "vitest";
import { advance } from "../domain/machine.ts";
import { orderReply } from "../domain/replies.ts";
import { at, now } from "../testing/make-order.ts";
import { closeStores, openStore, placeOne } from "../testing/order-stores.ts";

afterAll(closeStores);

/** The statements of release 83eaa7a, word for word. */
const asThen = {
  insert: (id: string, shopperId: string) =>
    sql`insert into orders (id, shopper_id, status, reservation_id, total_cents, placed_at)
      values (${id}, ${shopperId}, 'placed', ${newId("rsv")}, 1250, '2026-11-21 09:30:00.000')`,
  insertLine: (id: string) =>
    sql`insert into order_lines (order_id, position, sku, product_id, name, quantity, price_cents)
      values (${id}, 0, 'CAR-0001', ${newId("prd")}, 'Lantern', 1, 1250)`,
  select: (shopperId: string) =>
    sql`select id, shopper_id, status, reservation_id, total_cents, placed_at from orders where shopper_id = ${shopperId}`,
};

it("an order of the previous release is shown, and expires with its stock returned, since it has no payment or address", async () => {
  const { database, orders } = await openStore();
  const [id, shopperId] = [newId("ord"), newId("gst")];
  await database.drizzle.execute(asThen.insert(id, shopperId));
  await database.drizzle.execute(asThen.insertLine(id));
  const found = await orders.find(id);
  expect(found && orderReply(found.order, found.timeline)).toMatchObject({
    status: "placed",
    deliverTo: null,
    history: [{ status: "placed", at: now.toISOString() }],
  });
  const overdue = { now: at(301).now, withoutDeadlineBefore: at(1).now, limit: 10, except: [] };
  expect(await orders.overdue(overdue)).toEqual([id]);
  const changed = await orders.change({
    orderId: id,
    decide: (order) => advance(order, { kind: "deadline-over" }, at(301)),
  });
  expect(changed?.order).toMatchObject({ status: "expired", saga: { steps: ["return-stock"] } });
});

it("the previous release reads what this one writes", async () => {
  const { database, orders } = await openStore();
  const shopperId = newId("gst");
  const { reply } = await placeOne(orders, shopperId);
  const [rows] = await database.drizzle.execute(asThen.select(shopperId));
  expect(rows).toMatchObject([{ id: reply.body, status: "stock-reserved" }]);
});
