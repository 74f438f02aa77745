import { newId } from "@caravan/contracts";
import type { TestDatabase } from "@caravan/database/testing";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { ReservationStore, StockStore } from "../dependencies.ts";
import { want } from "../domain/reservation.ts";
import { fakeStores } from "../testing/fake-stores.ts";
import { openStores } from "./stores.ts";
import { openInventoryDatabase, putOnShelves } from "./testing/real-stores.ts";

const opened: TestDatabase[] = [];
afterAll(async () => {
  for (const test of opened) await test.close();
});
const pieces = { "CAR-0001": { north: 6, south: 0 } };
const now = new Date("2026-11-21T09:30:00.000Z");

describe.each([
  {
    name: "in MariaDB",
    async open() {
      const test = await openInventoryDatabase();
      opened.push(test);
      await putOnShelves(test.database, pieces, now);
      return openStores(test.database);
    },
  },
  { name: "fake", open: async () => fakeStores(pieces) },
])("changes of stock by staff ($name)", ({ open }) => {
  let reservations: ReservationStore;
  let stock: StockStore;
  beforeEach(async () => {
    ({ reservations, stock } = await open());
  });
  const south = { sku: "CAR-0001", warehouse: "south", actor: "usr_1", key: "key-1", at: now };
  const north = { ...south, warehouse: "north" };
  const ledger = () => stock.movements({ sku: "CAR-0001", before: undefined, limit: 10 });

  it("restocks one warehouse once per key, and records the actor", async () => {
    const body = { sku: "CAR-0001", warehouse: "south", onHand: 5, reserved: 0, free: 5 };
    const arrival = { ...south, quantity: 5 };
    expect(await stock.restock(arrival)).toEqual({ status: 200, body, replayed: false });
    expect(await stock.restock(arrival)).toEqual({ status: 200, body, replayed: true });
    for (const other of [
      { ...arrival, quantity: 6 },
      { ...arrival, warehouse: "north" },
    ])
      await expect(stock.restock(other)).rejects.toMatchObject({ code: "idempotency-key-reused" });
    const [line, ...rest] = await ledger();
    expect(line).toMatchObject({ reason: "stocked", onHandDelta: 5, actor: "usr_1", note: null });
    expect(rest).toHaveLength(1);
  });

  it("corrects a count down and up once per key, keeps the reason, and records a count that was right", async () => {
    const count = { ...north, counted: 4, reason: "two were broken" };
    expect((await stock.correctCount(count)).body).toMatchObject({ onHand: 4, free: 4 });
    expect(await stock.correctCount(count)).toMatchObject({ replayed: true });
    await stock.correctCount({ ...count, key: "key-2", counted: 7, reason: "found three" });
    await stock.correctCount({ ...count, key: "key-3", counted: 7, reason: "yearly count" });
    expect((await ledger()).map((line) => [line.reason, line.onHandDelta, line.note])).toEqual([
      ["counted", 0, "yearly count"],
      ["counted", 3, "found three"],
      ["counted", -2, "two were broken"],
      ["stocked", 6, null],
    ]);
  });

  it("never counts below the reserved pieces", async () => {
    const lines = [{ sku: "CAR-0001", quantity: 3 }];
    await reservations.hold(
      want({ id: newId("rsv"), orderId: newId("ord"), lines, now, holdMinutes: 15 }),
      now,
    );
    const count = { ...north, counted: 2, reason: "gone" };
    await expect(stock.correctCount(count)).rejects.toMatchObject({
      code: "count-below-reserved",
      detail: expect.stringContaining("2 pieces of CAR-0001 were counted in north, but 3 are reserved"),
    });
    expect((await stock.correctCount({ ...count, key: "key-2", counted: 3 })).body).toMatchObject({
      free: 0,
    });
  });

  it("refuses unknown SKUs and warehouses", async () => {
    const none = stock.restock({ ...south, sku: "CAR-0098", quantity: 1 });
    await expect(none).rejects.toMatchObject({ code: "sku-unknown" });
    const nowhere = stock.restock({ ...south, key: "key-2", warehouse: "moon", quantity: 1 });
    await expect(nowhere).rejects.toMatchObject({
      code: "warehouse-unknown",
      detail: "There is no warehouse moon; there are north, south.",
    });
  });

  it("is read newest first, page by page", async () => {
    for (const key of ["1", "2", "3"]) await stock.restock({ ...south, key, quantity: 1 });
    const [first, second] = await ledger();
    expect(first?.id).toBeGreaterThan(second?.id ?? 0);
    expect(await stock.movements({ sku: "CAR-0001", before: first?.id, limit: 1 })).toEqual([second]);
  });
});
