import { newId } from "@caravan/contracts";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import type { Dependencies } from "../dependencies.ts";
import type { Line } from "../domain/goods.ts";
import { commitReservation } from "../use-cases/commit-reservation.ts";
import { expireReservations } from "../use-cases/expire-reservations.ts";
import { listStock } from "../use-cases/list-stock.ts";
import { releaseReservation } from "../use-cases/release-reservation.ts";
import { reserveStock } from "../use-cases/reserve-stock.ts";
import { returnReservation } from "../use-cases/return-reservation.ts";
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
/** A SKU that no other test touches. */
const stocked = async (pieces: Record<string, number>): Promise<string> => {
  serial += 1;
  const sku = `CAR-${String(serial).padStart(4, "0")}`;
  await putOnShelves(processes.test.database, { [sku]: pieces }, now);
  return sku;
};
const reserve = (i: number, lines: Line[], orderId: string = newId("ord")) =>
  reserveStock(replica(i), { orderId, lines, idempotencyKey: orderId });
const level = async (sku: string) => (await listStock(replica(0), { skus: [sku] })).items[0];
const times = <T>(count: number, each: (i: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: count }, (_, i) => each(i)));
const codes = (results: PromiseSettledResult<unknown>[]) =>
  Object.entries(
    Object.groupBy(results, (it) =>
      it.status === "fulfilled" ? "done" : (it.reason.code ?? String(it.reason)),
    ),
  ).map(([code, of]) => `${of?.length} ${code}`);

/** The invariants: bounds and ledger agree for every SKU and warehouse. */
afterEach(async () => {
  const levels = await processes.test.database.drizzle.select().from(schema.warehouseStock);
  const moves = await processes.test.database.drizzle.select().from(schema.movements);
  for (const { sku, warehouse, onHand, reserved } of levels) {
    const own = moves.filter((move) => move.sku === sku && move.warehouse === warehouse);
    const sums = [
      own.reduce((sum, move) => sum + move.onHandDelta, 0),
      own.reduce((sum, move) => sum + move.reservedDelta, 0),
    ];
    expect(sums, `${sku} ${warehouse}`).toEqual([onHand, reserved]);
    expect(0 <= reserved && reserved <= onHand, sku).toBe(true);
  }
});

it("200 orders for the last 20 pieces in three warehouses: exactly 20 get one, the others a clear refusal", async () => {
  const sku = await stocked({ north: 9, south: 7, coast: 4 });
  const results = await times(200, (i) => reserve(i, [{ sku, quantity: 1 }]));
  expect(codes(results).sort()).toEqual(["180 out-of-stock", "20 done"]);
  expect(await level(sku)).toEqual({ sku, onHand: 20, reserved: 20, free: 0 });
  const refused = results.find((it) => it.status === "rejected");
  expect(refused?.reason.detail).toContain(`${sku}: 1 piece wanted, 0 free`);
});

it("orders of three for the last 20 pieces take 18, split where they must be, and leave two", async () => {
  const sku = await stocked({ north: 7, south: 7, coast: 6 });
  const results = await times(60, (i) => reserve(i, [{ sku, quantity: 3 }]));
  expect(codes(results).sort()).toEqual(["54 out-of-stock", "6 done"]);
  expect(await level(sku)).toMatchObject({ reserved: 18, free: 2 });
});

it("orders that want the same SKUs in opposite order do not block each other", async () => {
  const [a, b] = [await stocked({ north: 50, south: 50 }), await stocked({ north: 60, coast: 40 })];
  const lines = [
    { sku: a, quantity: 1 },
    { sku: b, quantity: 1 },
  ];
  expect(codes(await times(100, (i) => reserve(i, i % 2 ? lines : lines.toReversed())))).toEqual([
    "100 done",
  ]);
  expect([await level(a), await level(b)]).toMatchObject([{ reserved: 100 }, { reserved: 100 }]);
});

it("one order that is requested many times at once holds its stock once", async () => {
  const sku = await stocked({ north: 50 });
  const orderId = newId("ord");
  const results = await times(30, (i) => reserve(i, [{ sku, quantity: 2 }], orderId));
  const ids = results.flatMap((it) => (it.status === "fulfilled" ? [it.value.id] : []));
  expect([ids.length, new Set(ids).size]).toEqual([30, 1]);
  expect(await level(sku)).toMatchObject({ reserved: 2 });
});

it("a commit and a return that arrive many times at once are done once", async () => {
  const sku = await stocked({ north: 5, south: 5 });
  const { id } = await reserve(0, [{ sku, quantity: 7 }]);
  const input = { reservationId: id, idempotencyKey: id };
  expect(codes(await times(12, (i) => commitReservation(replica(i), input)))).toEqual(["12 done"]);
  expect(await level(sku)).toMatchObject({ onHand: 3, reserved: 0 });
  expect(codes(await times(12, (i) => returnReservation(replica(i), input)))).toEqual(["12 done"]);
  expect(await level(sku)).toMatchObject({ onHand: 10, reserved: 0 });
});

it("expired holds that are paid at once get the last pieces, and no more than there are", async () => {
  const sku = await stocked({ north: 3, south: 3, coast: 3 });
  const start = now;
  const ids: string[] = [];
  for (let i = 0; i < 12; i += 1) {
    const { id } = await reserve(i, [{ sku, quantity: 1 }]);
    ids.push(id);
    now = new Date(now.getTime() + 16 * 60_000);
    await expireReservations(replica(i));
  }
  now = start;
  const pay = (id: string, i: number) =>
    commitReservation(replica(i), { reservationId: id, idempotencyKey: id });
  const results = await times(12, (i) => pay(ids[i] ?? "", i));
  expect(codes(results).sort()).toEqual(["3 out-of-stock", "9 done"]);
  expect(await level(sku)).toMatchObject({ onHand: 0, reserved: 0 });
});

it("commit, release, return and expiry race for one hold, and the stock agrees with the outcome", async () => {
  const sku = await stocked({ north: 1000 });
  const start = now;
  for (let round = 0; round < 25; round += 1) {
    const { id } = await reserve(round, [{ sku, quantity: 1 }]);
    const before = await level(sku);
    now = new Date(start.getTime() + 16 * 60_000);
    const racers: (() => Promise<unknown>)[] = [
      () => commitReservation(replica(round), { reservationId: id, idempotencyKey: id }),
      () => releaseReservation(replica(round + 1), { reservationId: id, idempotencyKey: id }),
      () => expireReservations(replica(round + 2)),
      () => returnReservation(replica(round + 1), { reservationId: id, idempotencyKey: id }),
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
    expect(["committed", "released", "expired", "returned"]).toContain(status);
    const onHand = (before?.onHand ?? 0) - (status === "committed" ? 1 : 0);
    expect(await level(sku)).toMatchObject({ onHand, reserved: 0 });
  }
});

it("several replicas expire many holds at once, each of them once", async () => {
  const sku = await stocked({ north: 50, south: 50 });
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
  expect(await level(sku)).toMatchObject({ onHand: 100, reserved: 0 });
});
