import { newId } from "@caravan/contracts";
import type { TestDatabase } from "@caravan/database/testing";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { HoldOutcome, ReservationStore, StockStore } from "../dependencies.ts";
import type { Line } from "../domain/goods.ts";
import { type Step, transition, want } from "../domain/reservation.ts";
import { fakeStores } from "../testing/fake-stores.ts";
import { openStores } from "./stores.ts";
import { openInventoryDatabase, putOnShelves } from "./testing/real-stores.ts";

const opened: TestDatabase[] = [];
afterAll(async () => {
  for (const test of opened) await test.close();
});

const pieces = {
  "CAR-0001": { north: 6, south: 4 },
  "CAR-0002": { north: 0, south: 3 },
  "CAR-0003": { north: 0, south: 0 },
};
const now = new Date("2026-11-21T09:30:00.000Z");
const minutesLater = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

const inMariaDb = async () => {
  const test = await openInventoryDatabase();
  opened.push(test);
  await putOnShelves(test.database, pieces, now);
  return openStores(test.database);
};

it("a hold that cannot be expired, because its stock is inconsistent, does not keep others from expiring", async () => {
  const test = await openInventoryDatabase();
  opened.push(test);
  await putOnShelves(test.database, { "CAR-0001": { north: 9 }, "CAR-0002": { north: 9 } }, now);
  const { reservations, stock } = openStores(test.database);
  const hold = async (sku: string) => {
    const wanted = want({
      id: newId("rsv"),
      orderId: newId("ord"),
      lines: [{ sku, quantity: 2 }],
      now,
      holdMinutes: 15,
    });
    await reservations.hold(wanted, now);
    return wanted.id;
  };
  const [broken, sound] = [await hold("CAR-0001"), await hold("CAR-0002")];
  await test.database.drizzle.execute("update warehouse_stock set reserved = 0 where sku = 'CAR-0001'");
  const expire = (except: string[]) =>
    reservations.changeDue((it) => transition(it, "expire"), minutesLater(15), 10, except);
  expect(await expire([])).toMatchObject({ changed: 1, failed: [{ id: broken }] });
  expect((await reservations.find(sound))?.status).toBe("expired");
  expect((await stock.levels(["CAR-0002"]))[0]?.reserved).toBe(0);
  expect(await expire([broken])).toEqual({ changed: 0, failed: [] });
});

describe.each([
  { name: "in MariaDB", open: inMariaDb },
  { name: "fake", open: async () => fakeStores(pieces) },
])("the stores ($name)", ({ open }) => {
  let reservations: ReservationStore;
  let stock: StockStore;
  beforeEach(async () => {
    ({ reservations, stock } = await open());
  });

  const make = (...lines: [sku: string, quantity: number][]) =>
    want({
      id: newId("rsv"),
      orderId: newId("ord"),
      lines: lines.map(([sku, quantity]): Line => ({ sku, quantity })),
      now,
      holdMinutes: 15,
    });
  const got = (outcome: HoldOutcome) => {
    if (outcome.outcome !== "held") throw new Error(outcome.outcome);
    return outcome.reservation.allocations.map((it) => `${it.sku} ${it.warehouse} ${it.quantity}`);
  };
  const step = (id: string, word: Step, at = now) =>
    reservations.change(id, (it) => transition(it, word), at);
  const expire = async (at: Date, limit = 10) =>
    (await reservations.changeDue((it) => transition(it, "expire"), at, limit, [])).changed;
  /** `north 6/2` is six on hand, two of them reserved. */
  const levels = async (sku: string) =>
    (await stock.levels([sku])).map((it) => `${it.warehouse} ${it.onHand}/${it.reserved}`).sort();

  it("hold all lines or none, and return the levels", async () => {
    for (const [sku, quantity] of [
      ["CAR-0002", 4],
      ["CAR-0003", 1],
      ["CAR-0099", 1],
    ] as const) {
      const outcome = await reservations.hold(make(["CAR-0001", 1], [sku, quantity]), now);
      expect(outcome.outcome).toBe("short");
      if (outcome.outcome === "short")
        expect(outcome.levels).toContainEqual({
          ...{ sku: "CAR-0001", warehouse: "north" },
          ...{ onHand: 6, reserved: 0 },
        });
    }
    expect(await levels("CAR-0001")).toEqual(["north 6/0", "south 4/0"]);
  });

  it("allocate an order from one warehouse where one has it all, and split a line where none has", async () => {
    expect(got(await reservations.hold(make(["CAR-0001", 2], ["CAR-0002", 1]), now))).toEqual([
      "CAR-0001 south 2",
      "CAR-0002 south 1",
    ]);
    expect(got(await reservations.hold(make(["CAR-0001", 7]), now))).toEqual([
      "CAR-0001 north 6",
      "CAR-0001 south 1",
    ]);
    expect(await levels("CAR-0001")).toEqual(["north 6/6", "south 4/3"]);
  });

  it("find a reservation by its id and its order, and hold one per order, also when stock is gone", async () => {
    const wanted = make(["CAR-0001", 7], ["CAR-0002", 1]);
    const outcome = await reservations.hold(wanted, now);
    expect((await reservations.hold({ ...wanted, id: newId("rsv") }, now)).outcome).toBe("order-known");
    if (outcome.outcome !== "held") throw new Error("not held");
    expect(await reservations.find(wanted.id)).toEqual(outcome.reservation);
    expect(await reservations.findByOrder(wanted.orderId)).toEqual(outcome.reservation);
    expect(await reservations.find(newId("rsv"))).toBeUndefined();
  });

  it("remove committed pieces for good, and put returned ones back where they came from", async () => {
    const wanted = make(["CAR-0001", 7]);
    await reservations.hold(wanted, now);
    expect(await step(wanted.id, "commit")).toMatchObject({ before: "held", changed: true });
    expect(await step(wanted.id, "commit")).toMatchObject({ before: "committed", changed: false });
    expect(await levels("CAR-0001")).toEqual(["north 0/0", "south 3/0"]);
    expect(await step(wanted.id, "return")).toMatchObject({ before: "committed", changed: true });
    expect(await step(wanted.id, "return")).toMatchObject({ before: "returned", changed: false });
    expect(await levels("CAR-0001")).toEqual(["north 6/0", "south 4/0"]);
    const [last] = await stock.movements({ sku: "CAR-0001", before: undefined, limit: 1 });
    expect(last).toMatchObject({ reason: "returned", reservationId: wanted.id, reservedDelta: 0 });
  });

  it("expire due holds and no others", async () => {
    const [due, other, later] = [make(["CAR-0002", 1]), make(["CAR-0002", 1]), make(["CAR-0001", 1])];
    await reservations.hold(due, now);
    await reservations.hold(other, now);
    await reservations.hold({ ...later, expiresAt: minutesLater(16) }, now);
    expect(await expire(minutesLater(14))).toBe(0);
    expect([await expire(minutesLater(15), 1), await expire(minutesLater(15))]).toEqual([1, 1]);
    expect(await expire(minutesLater(15))).toBe(0);
    expect((await reservations.find(later.id))?.status).toBe("held");
    expect(await levels("CAR-0002")).toEqual(["north 0/0", "south 3/0"]);
  });

  it("allocate an expired hold again from any warehouse, or refuse when the pieces are gone", async () => {
    const [first, second, third] = [make(["CAR-0001", 6]), make(["CAR-0001", 5]), make(["CAR-0001", 5])];
    expect(got(await reservations.hold(first, now))).toEqual(["CAR-0001 north 6"]);
    await expire(minutesLater(15));
    await reservations.hold(second, now);
    await step(second.id, "commit");
    await expect(step(first.id, "commit")).rejects.toMatchObject({
      code: "out-of-stock",
      detail: "Not enough stock. CAR-0001: 6 pieces wanted, 5 free.",
    });
    expect((await reservations.find(first.id))?.status).toBe("expired");
    await stock.restock({ sku: "CAR-0001", warehouse: "south", quantity: 1, actor: "a", key: "k", at: now });
    const again = await step(first.id, "commit");
    expect(again).toMatchObject({ before: "expired", changed: true });
    expect(again.reservation.allocations).toEqual([
      { sku: "CAR-0001", warehouse: "north", quantity: 1 },
      { sku: "CAR-0001", warehouse: "south", quantity: 5 },
    ]);
    expect(await reservations.find(first.id)).toEqual(again.reservation);
    expect((await reservations.hold(third, now)).outcome).toBe("short");
    expect(await levels("CAR-0001")).toEqual(["north 0/0", "south 0/0"]);
  });

  it("end an expired hold for good when it is released or returned, without a movement", async () => {
    for (const word of ["release", "return"] as const) {
      const wanted = make(["CAR-0001", 1]);
      await reservations.hold(wanted, now);
      await expire(minutesLater(15));
      expect(await step(wanted.id, word)).toMatchObject({ before: "expired", changed: true });
      await expect(step(wanted.id, "commit")).rejects.toMatchObject({ code: "reservation-ended" });
    }
    expect(await levels("CAR-0001")).toEqual(["north 6/0", "south 4/0"]);
  });

  it("refuse steps of reservations that do not exist", async () => {
    await expect(step(newId("rsv"), "return")).rejects.toMatchObject({ code: "reservation-unknown" });
  });
});
