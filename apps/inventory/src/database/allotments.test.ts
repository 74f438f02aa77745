import { newId } from "@caravan/contracts";
import { eq, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Dependencies } from "../dependencies.ts";
import { closeAllotment } from "../use-cases/close-allotment.ts";
import { commitReservation } from "../use-cases/commit-reservation.ts";
import { expireReservations } from "../use-cases/expire-reservations.ts";
import { getAllotment } from "../use-cases/get-allotment.ts";
import { openAllotment } from "../use-cases/open-allotment.ts";
import { releaseReservation } from "../use-cases/release-reservation.ts";
import { reserveStock } from "../use-cases/reserve-stock.ts";
import * as schema from "./schema.ts";
import { openReplicas, type Replicas } from "./testing/open-replicas.ts";
import { putOnShelves } from "./testing/real-stores.ts";

let processes: Replicas;
let now = new Date("2026-11-21T09:30:00.000Z");
let serial = 100;

beforeAll(async () => {
  processes = await openReplicas(() => now);
});
afterAll(() => processes.close());

const replica = (i: number): Dependencies => processes.replica(i);
/** A sale of a SKU that no other test touches. */
const openSale = async (stock: Record<string, number>, pieces: number) => {
  serial += 1;
  const sku = `CAR-${String(serial).padStart(4, "0")}`;
  await putOnShelves(processes.test.database, { [sku]: stock }, now);
  const saleId = newId("sal");
  const asked = { saleId, sku, pieces, holdSeconds: 120, idempotencyKey: saleId };
  const opened = await times(6, (i) => openAllotment(replica(i), asked));
  const ids = new Set(opened.flatMap((it) => (it.status === "fulfilled" ? [it.value.id] : [it.reason])));
  expect(ids.size, "a sale that is opened many times at once has one allotment").toBe(1);
  return { id: String([...ids][0]), sku };
};
const reserve = (i: number, sku: string, allotmentId?: string, orderId: string = newId("ord")) =>
  reserveStock(replica(i), {
    ...{ orderId, lines: [{ sku, quantity: 1 }], idempotencyKey: orderId },
    allotmentId,
  });
const step = (id: string) => ({ reservationId: id, idempotencyKey: id });
const close = (i: number, id: string) => closeAllotment(replica(i), { allotmentId: id, idempotencyKey: id });
const left = async (id: string) =>
  (await getAllotment(replica(0), { allotmentId: id })).places.reduce((sum, place) => sum + place.left, 0);
const figures = async (sku: string) => {
  const levels = await replica(0).stock.levels([sku]);
  return {
    onHand: levels.reduce((sum, level) => sum + level.onHand, 0),
    reserved: levels.reduce((sum, level) => sum + level.reserved, 0),
  };
};
const times = <T>(count: number, each: (i: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, (_, i) => each(i)));
const codes = (results: PromiseSettledResult<unknown>[]) =>
  Object.entries(
    Object.groupBy(results, (it) =>
      it.status === "fulfilled" ? "done" : (it.reason.code ?? String(it.reason)),
    ),
  )
    .map(([code, of]) => `${of?.length} ${code}`)
    .sort();
const heldIds = (results: PromiseSettledResult<{ id: string }>[]) =>
  results.flatMap((it) => (it.status === "fulfilled" ? [it.value.id] : []));
const deadlocks = async (): Promise<number> => {
  const [rows] = await processes.test.database.drizzle.execute(
    sql`show global status like 'Innodb_deadlocks'`,
  );
  return Array.isArray(rows) && rows[0] && "Value" in rows[0] ? Number(rows[0].Value) : Number.NaN;
};

/** What is left is the ledger's sum, and what is reserved is held or left. */
afterEach(async () => {
  const { drizzle } = processes.test.database;
  const moves = await drizzle.select().from(schema.movements);
  const places = await drizzle
    .select()
    .from(schema.allotmentPlaces)
    .innerJoin(schema.allotments, eq(schema.allotments.id, schema.allotmentPlaces.allotmentId));
  for (const { allotment_places: place } of places) {
    const own = moves.filter(
      (it) => it.allotmentId === place.allotmentId && it.warehouse === place.warehouse,
    );
    expect(own.reduce((sum, it) => sum + it.reservedDelta, 0)).toBe(place.piecesLeft);
  }
  const held = await drizzle
    .select()
    .from(schema.reservationLines)
    .innerJoin(schema.reservations, eq(schema.reservations.id, schema.reservationLines.reservationId))
    .where(eq(schema.reservations.status, "held"));
  for (const { sku, warehouse, reserved } of await drizzle.select().from(schema.warehouseStock)) {
    const lines = held.filter(({ reservation_lines: it }) => it.sku === sku && it.warehouse === warehouse);
    const sales = places.filter(
      (it) => it.allotments.sku === sku && it.allotment_places.warehouse === warehouse,
    );
    const sum =
      lines.reduce((all, it) => all + it.reservation_lines.quantity, 0) +
      sales.reduce((all, it) => all + it.allotment_places.piecesLeft, 0);
    expect(sum, `${sku} ${warehouse}`).toBe(reserved);
  }
});

it("300 orders for the 50 pieces of a sale in three warehouses: exactly 50 get one, without a deadlock", async () => {
  const before = await deadlocks();
  const { id, sku } = await openSale({ north: 30, south: 25, coast: 20 }, 50);
  const results = await times(300, (i) => reserve(i, sku, id));
  expect(codes(results)).toEqual(["250 out-of-stock", "50 done"]);
  expect([await left(id), await figures(sku)]).toEqual([0, { onHand: 75, reserved: 50 }]);
  const more = await times(40, (i) => reserve(i, sku));
  expect(codes(more), "the rest is for the other shoppers").toEqual(["15 out-of-stock", "25 done"]);
  expect(await deadlocks()).toBe(before);
});

it("orders, cancellations, expiries, late payments and the end of a sale at once lose no piece and none twice", async () => {
  const before = await deadlocks();
  const { id, sku } = await openSale({ north: 60, south: 40 }, 60);
  const start = now;
  const [early, others] = [
    heldIds(await times(30, (i) => reserve(i, sku, id))),
    heldIds(await times(30, (i) => reserve(i, sku))),
  ];
  now = new Date(start.getTime() + 121_000);
  const racers: ((i: number) => Promise<unknown>)[] = [
    (i) => reserve(i, sku, id),
    (i) => releaseReservation(replica(i), step(early[i % 10] ?? "")),
    (i) => commitReservation(replica(i), step(early[10 + (i % 20)] ?? "")),
    (i) => commitReservation(replica(i), step(others[i % 30] ?? "")),
    (i) => reserve(i, sku),
    (i) => (i % 50 === 5 ? expireReservations(replica(i)) : reserve(i, sku, id)),
    (i) => (i % 50 === 17 ? close(i, id) : reserve(i, sku, id)),
  ];
  const results = await times(210, (i) => racers[i % racers.length]?.(i) ?? Promise.reject());
  now = start;
  for (const code of codes(results)) expect(code).toMatch(/done|out-of-stock|reservation-ended/);
  await close(0, id);
  expect(await left(id)).toBe(0);
  const { onHand, reserved } = await figures(sku);
  expect(0 <= reserved && reserved <= onHand).toBe(true);
  expect(await deadlocks()).toBe(before);
});

it("an order of a sale that is asked for many times at once holds its piece once", async () => {
  const { id, sku } = await openSale({ north: 9 }, 5);
  const orderId = newId("ord");
  const results = await times(30, (i) => reserve(i, sku, id, orderId));
  expect([codes(results), new Set(heldIds(results)).size, await left(id)]).toEqual([["30 done"], 1, 4]);
});

it("a sale that is closed many times at once gives its pieces back once", async () => {
  const { id, sku } = await openSale({ north: 5, south: 5 }, 8);
  await reserve(0, sku, id);
  expect(codes(await times(12, (i) => close(i, id)))).toEqual(["12 done"]);
  expect([await left(id), await figures(sku)]).toEqual([0, { onHand: 10, reserved: 1 }]);
});

it("the database itself refuses that less is left than nothing", async () => {
  const { id } = await openSale({ north: 5 }, 5);
  const bend = processes.test.database.drizzle
    .update(schema.allotmentPlaces)
    .set({ piecesLeft: -1 })
    .where(eq(schema.allotmentPlaces.allotmentId, id));
  await expect(bend).rejects.toThrow(/CONSTRAINT|allotment_bounds/);
});

it("sixteen orders of a sale share a transaction, and none of them touches the stock of other shoppers", async () => {
  const { id, sku } = await openSale({ north: 500 }, 400);
  await processes.test.database.transaction(async (other) => {
    await other.execute(sql`update warehouse_stock set reserved = reserved where sku = ${sku}`);
    const startedAt = performance.now();
    const results = await times(320, () => reserve(0, sku, id));
    expect(codes(results)).toEqual(["320 done"]);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });
  expect(await left(id)).toBe(80);
});
