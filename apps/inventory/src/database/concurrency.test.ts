import { fileURLToPath } from "node:url";
import { newId } from "@caravan/contracts";
import { type Database, openDatabase } from "@caravan/database";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Dependencies } from "../dependencies.ts";
import { hold, transition } from "../domain/reservation.ts";
import { commitReservation } from "../use-cases/commit-reservation.ts";
import { expireReservations } from "../use-cases/expire-reservations.ts";
import { releaseReservation } from "../use-cases/release-reservation.ts";
import { reserveStock } from "../use-cases/reserve-stock.ts";
import { settleOrder } from "../use-cases/settle-order.ts";
import { openReservations } from "./reservations.ts";
import * as schema from "./schema.ts";
import { openStock } from "./stock.ts";

let test: TestDatabase;
let databases: Database[];
let replicas: Dependencies[];
let now = new Date("2026-11-21T09:30:00.000Z");
let serial = 100;

beforeAll(async () => {
  const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
  test = await openTestDatabase({ migrationsFolder, schema });
  databases = [test.database, await openDatabase(test.settings), await openDatabase(test.settings)];
  replicas = databases.map((database) => ({
    app: "inventory",
    version: "v1",
    reservations: openReservations(database),
    stock: openStock(database),
    now: () => now,
    newReservationId: () => newId("rsv"),
    holdMinutes: 15,
    count: () => {},
  }));
});
afterAll(async () => {
  for (const database of databases.slice(1)) await database.close();
  await test.close();
});

const replica = (i: number): Dependencies => {
  const chosen = replicas[i % replicas.length];
  if (chosen === undefined) throw new Error("no replica");
  return chosen;
};
/** A SKU that no other test touches. */
const stocked = async (onHand: number): Promise<string> => {
  serial += 1;
  const sku = `CAR-${String(serial).padStart(4, "0")}`;
  await test.database.drizzle.insert(schema.stock).values({ sku, onHand: 0 });
  await replica(0).stock.restock({ sku, quantity: onHand, key: newId("key"), at: now });
  return sku;
};
const reserve = (i: number, lines: { sku: string; quantity: number }[], orderId: string = newId("ord")) =>
  reserveStock(replica(i), { orderId, lines, idempotencyKey: orderId });
const level = async (sku: string) => (await replica(0).stock.levels([sku]))[0];
const times = <T>(count: number, each: (i: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, (_, i) => each(i)));
const codes = (results: PromiseSettledResult<unknown>[]) =>
  Object.entries(
    Object.groupBy(results, (it) =>
      it.status === "fulfilled" ? "done" : (it.reason.code ?? String(it.reason)),
    ),
  ).map(([code, of]) => `${of?.length} ${code}`);

/** The books are right whatever happened: bounds, ledger and held reservations agree for every SKU. */
afterEach(async () => {
  const levels = await test.database.drizzle.select().from(schema.stock);
  const moves = await test.database.drizzle.select().from(schema.movements);
  for (const { sku, onHand, reserved } of levels) {
    const own = moves.filter((move) => move.sku === sku);
    expect(
      own.reduce((sum, move) => sum + move.onHandDelta, 0),
      sku,
    ).toBe(onHand);
    expect(
      own.reduce((sum, move) => sum + move.reservedDelta, 0),
      sku,
    ).toBe(reserved);
    expect(0 <= reserved && reserved <= onHand, sku).toBe(true);
  }
});

it("200 buyers of the last 20 pieces: exactly 20 get one, the others a clear refusal", async () => {
  const sku = await stocked(20);
  const results = await times(200, (i) => reserve(i, [{ sku, quantity: 1 }]));
  expect(codes(results).sort()).toEqual(["180 out-of-stock", "20 done"]);
  expect(await level(sku)).toEqual({ sku, onHand: 20, reserved: 20 });
  const refused = results.find((it) => it.status === "rejected");
  expect(refused?.reason.detail).toContain(`${sku}: 1 piece wanted, 0 free`);
});

it("orders that want the same SKUs in opposite order do not block each other", async () => {
  const [a, b] = [await stocked(100), await stocked(100)];
  const lines = [
    { sku: a, quantity: 1 },
    { sku: b, quantity: 1 },
  ];
  expect(codes(await times(100, (i) => reserve(i, i % 2 ? lines : lines.toReversed())))).toEqual([
    "100 done",
  ]);
  expect([await level(a), await level(b)]).toMatchObject([{ reserved: 100 }, { reserved: 100 }]);
});

it("one order that asks many times at once holds its stock once", async () => {
  const sku = await stocked(50);
  const orderId = newId("ord");
  const results = await times(30, (i) => reserve(i, [{ sku, quantity: 2 }], orderId));
  const ids = results.flatMap((it) => (it.status === "fulfilled" ? [it.value.id] : []));
  expect([ids.length, new Set(ids).size]).toEqual([30, 1]);
  expect(await level(sku)).toMatchObject({ reserved: 2 });
});

it("an event that is delivered three times at once is applied once", async () => {
  const sku = await stocked(10);
  const { id: reservationId, orderId } = await reserve(0, [{ sku, quantity: 3 }]);
  const eventId = newId("evt");
  expect(codes(await times(3, (i) => settleOrder(replica(i), { eventId, orderId, reservationId })))).toEqual([
    "3 done",
  ]);
  expect(await level(sku)).toEqual({ sku, onHand: 7, reserved: 0 });
});

it("commit, release and expiry race for one hold, and exactly one of them wins", async () => {
  const sku = await stocked(1000);
  const start = now;
  for (let round = 0; round < 25; round += 1) {
    const { id } = await reserve(round, [{ sku, quantity: 1 }]);
    const before = await level(sku);
    now = new Date(start.getTime() + 16 * 60_000);
    const racers: (() => Promise<unknown>)[] = [
      () => commitReservation(replica(round), { reservationId: id, idempotencyKey: id }),
      () => releaseReservation(replica(round + 1), { reservationId: id, idempotencyKey: id }),
      () => expireReservations(replica(round + 2)),
      () => expireReservations(replica(round)),
    ];
    const results = await times(
      racers.length,
      (i) => racers[(i + round) % racers.length]?.() ?? Promise.reject(),
    );
    now = start;
    expect(
      codes(results).every((code) => /done|reservation-ended/.test(code)),
      codes(results).join(),
    ).toBe(true);
    const status = (await replica(0).reservations.find(id))?.status;
    expect(["committed", "released", "expired"]).toContain(status);
    const onHand = (before?.onHand ?? 0) - (status === "committed" ? 1 : 0);
    expect(await level(sku)).toEqual({ sku, onHand, reserved: 0 });
  }
});

it("several replicas expire many holds at once, each of them once", async () => {
  const sku = await stocked(100);
  const created = await times(60, (i) => reserve(i, [{ sku, quantity: 1 }]));
  expect(codes(created)).toEqual(["60 done"]);
  const counts: number[] = [];
  const later = new Date(now.getTime() + 16 * 60_000);
  const expire = async (i: number): Promise<void> => {
    const count = (_: string, number = 1) => void counts.push(number);
    await expireReservations({ ...replica(i), now: () => later, count });
  };
  for (let rounds = 0; (await level(sku))?.reserved !== 0; rounds += 1) {
    expect(rounds).toBeLessThan(10); // a replica skips what another has locked; the next round finds it
    expect(codes(await times(6, expire))).toEqual(["6 done"]);
  }
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(60);
  expect(await level(sku)).toEqual({ sku, onHand: 100, reserved: 0 });
});

it("the database itself refuses more reserved than there is", async () => {
  const sku = await stocked(1);
  const bend = (values: Partial<typeof schema.stock.$inferInsert>) =>
    test.database.drizzle.update(schema.stock).set(values);
  for (const values of [{ reserved: 2_000_000 }, { reserved: -1 }, { onHand: -1 }])
    await expect(bend(values), sku).rejects.toThrow(/CONSTRAINT|stock_bounds/);
});

it("reserves by the primary key, so that only the wanted rows are locked", async () => {
  const [a, b] = [await stocked(5), await stocked(5)];
  const held = await test.database.transaction(async (tx) => {
    const { applyDeltas } = await import("./stock-levels.ts");
    await applyDeltas(tx, [{ sku: a, onHandDelta: 0, reservedDelta: 1 }]);
    const other = hold({
      id: newId("rsv"),
      orderId: newId("ord"),
      lines: [{ sku: b, quantity: 1 }],
      now,
      holdMinutes: 1,
    });
    // While the row of `a` is locked here, another connection takes `b`.
    const outcome = await replica(1).reservations.hold(other, now);
    await applyDeltas(tx, [{ sku: a, onHandDelta: 0, reservedDelta: -1 }]);
    return { outcome, id: other.id };
  });
  expect(held.outcome).toBe("held");
  await replica(1).reservations.change(held.id, (it) => transition(it, "release"), now);
});
