import { shipments as shipmentRows } from "@caravan/logistics/schema";
import { orders as orderRows } from "@caravan/order/schema";
import { bookLines, bookMovements, payments } from "@caravan/payment/schema";
import { uses } from "@caravan/promotion/schema";

import { eq, inArray } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AuditOptions } from "./check.ts";
import { money } from "./checks/money.ts";
import { promotionUses } from "./checks/promotion-uses.ts";
import { reservations } from "./checks/reservations.ts";
import { shipments } from "./checks/shipments.ts";
import { checks } from "./checks.ts";
import { allotmentFaults } from "./testing/allotment-faults.ts";
import { booksFaults } from "./testing/books-faults.ts";
import { flashFaults } from "./testing/flash-faults.ts";
import { moneyFaults } from "./testing/money-faults.ts";
import { openShop, type TestShop } from "./testing/open-shop.ts";
import { peopleFaults } from "./testing/people-faults.ts";
import { change, remove } from "./testing/planted-fault.ts";
import { promotionFaults } from "./testing/promotion-faults.ts";
import { sagaFaults } from "./testing/saga-faults.ts";
import { now, plantSoundShop, type SoundShop } from "./testing/sound-shop.ts";
import { stockFaults } from "./testing/stock-faults.ts";
import { unfinishedFaults } from "./testing/unfinished-faults.ts";

let shop: TestShop;
let orders: SoundShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

const connections = () =>
  [
    shop.inventory,
    shop.order,
    shop.payment,
    shop.logistics,
    shop.user,
    shop.bank,
    shop.flash,
    shop.promotion,
  ].map(({ $client }) => $client);
beforeEach(async () => {
  for (const connection of connections()) await connection.beginTransaction();
  orders = await plantSoundShop(shop);
});
afterEach(async () => {
  for (const connection of connections()) await connection.rollback();
});

const options: AuditOptions = { before: new Date(now.getTime() - 60_000) };

test("a sound shop has no fault", async () => {
  for (const check of checks) expect(await check.run(shop, options), check.name).toEqual([]);
});

const planted = [
  ...stockFaults,
  ...allotmentFaults,
  ...moneyFaults,
  ...booksFaults,
  ...sagaFaults,
  ...unfinishedFaults,
  ...peopleFaults,
  ...flashFaults,
  ...promotionFaults,
];

describe("a fault is found when", () => {
  test.each(planted)("$when ($on)", async ({ check, on, hurt, value, id, says }) => {
    await hurt(shop[on], value(orders));
    const faults = await check.run(shop, options);
    expect(faults.map(({ sentence }) => sentence).join("\n")).toContain(says);
    const named = id(orders);
    if (named !== "any") expect(faults.map((fault) => fault.id)).toContain(named);
  });
});

describe("it is no fault", () => {
  const order = (to: Partial<typeof orderRows.$inferInsert>, id: string) =>
    change(orderRows, orderRows.id, to)(shop.order, id);
  test("that money is kept while a refund is planned", async () => {
    await order({ status: "cancelled", steps: "cancel-payment,return-stock" }, orders.delivered.order);
    expect(await money.run(shop, options)).toEqual([]);
    expect(await reservations.run(shop, options)).toEqual([]);
  });
  test("that a shipment is yet to be made", async () => {
    await order({ steps: "create-shipment" }, orders.confirmed.order);
    await remove(shipmentRows, shipmentRows.orderId)(shop.logistics, orders.confirmed.order);
    expect(await shipments.run(shop, options)).toEqual([]);
  });
  test("that what was tried for an order at list price is back, and so is what a refund of everything gave back", async () => {
    const { held, used } = orders.promoted;
    await order({ benefitUse: null }, held);
    await order({ refundedCents: 1_000, benefitUse: "back" }, used);
    await shop.promotion.update(uses).set({ status: "back" });
    expect(await promotionUses.run(shop, options)).toEqual([]);
  });
  test("that the other side has not heard of what happened within the lag", async () => {
    await order({ status: "cancelled" }, orders.delivered.order);
    const earlier = { before: new Date(now.getTime() - 7_200_000) };
    for (const check of [money, reservations, shipments]) expect(await check.run(shop, earlier)).toEqual([]);
  });
  test("that the bank has moved money that the worker will book", async () => {
    const { payment } = orders.delivered;
    const booked = shop.payment
      .select({ id: bookMovements.id })
      .from(bookMovements)
      .where(eq(bookMovements.paymentId, payment));
    await shop.payment.delete(bookLines).where(inArray(bookLines.movementId, booked));
    await remove(bookMovements, bookMovements.paymentId)(shop.payment, payment);
    const bankFaults = async () =>
      (await checks.find(({ name }) => name.includes("bank"))?.run(shop, options))?.length;
    expect(await bankFaults()).toBe(1);
    const dueAt = new Date("2026-11-25T12:00:10Z");
    await change(payments, payments.id, { dueAt })(shop.payment, payment);
    expect(await bankFaults()).toBe(0);
  });
});

test("every check is seen to fail by a planted fault, here or among the events", () => {
  const seen = new Set(planted.map(({ check }) => check.name));
  const others = checks.filter(({ name }) => !seen.has(name)).map(({ name }) => name);
  expect(others).toEqual(["every published event is applied in time", "no event is a dead letter"]);
});
