import { fileURLToPath } from "node:url";
import { newId } from "@caravan/contracts";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReservationStore, StockStore } from "../dependencies.ts";
import { hold, type Line, type Step, transition } from "../domain/reservation.ts";
import { fakeStores } from "../testing/fake-stores.ts";
import { openReservations } from "./reservations.ts";
import * as schema from "./schema.ts";
import { seedStock } from "./seed-stock.ts";
import { openStock } from "./stock.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
const opened: TestDatabase[] = [];
afterAll(async () => {
  for (const test of opened) await test.close();
});

const levels = { "CAR-0001": 10, "CAR-0002": 3, "CAR-0003": 0 };
const now = new Date("2026-11-21T09:30:00.000Z");

const inMariaDb = async () => {
  const test = await openTestDatabase({ migrationsFolder, schema });
  opened.push(test);
  const stock = openStock(test.database);
  for (const sku of Object.keys(levels))
    await test.database.drizzle.insert(schema.stock).values({ sku, onHand: 0 });
  for (const [sku, quantity] of Object.entries(levels))
    if (quantity > 0) await stock.restock({ sku, quantity, key: sku, at: now });
  return { stock, reservations: openReservations(test.database) };
};

describe.each([
  { name: "in MariaDB", open: inMariaDb },
  { name: "fake", open: async () => fakeStores(levels) },
])("the stores ($name)", ({ open }) => {
  let reservations: ReservationStore;
  let stock: StockStore;
  beforeAll(async () => {
    ({ reservations, stock } = await open());
  });

  const make = (lines: Line[]) =>
    hold({ id: newId("rsv"), orderId: newId("ord"), lines, now, holdMinutes: 15 });
  const decide = (step: Step) => (it: Parameters<typeof transition>[0]) => transition(it, step);
  const level = async (sku: string) => (await stock.levels([sku]))[0];
  const ledgerSum = async (sku: string) => {
    const lines = await stock.movements({ sku, before: undefined, limit: 1000 });
    return {
      sku,
      onHand: lines.reduce((sum, line) => sum + line.onHandDelta, 0),
      reserved: lines.reduce((sum, line) => sum + line.reservedDelta, 0),
    };
  };

  it("hold all lines or none", async () => {
    const before = await stock.levels(["CAR-0001", "CAR-0002"]);
    const wanted = [
      { sku: "CAR-0001", quantity: 1 },
      { sku: "CAR-0002", quantity: 4 },
    ];
    expect(await reservations.hold(make(wanted), now)).toBe("short");
    expect(await reservations.hold(make([{ sku: "CAR-0003", quantity: 1 }]), now)).toBe("short");
    expect(
      await reservations.hold(make([...wanted.slice(0, 1), { sku: "CAR-0099", quantity: 1 }]), now),
    ).toBe("short");
    expect(await stock.levels(["CAR-0001", "CAR-0002"])).toEqual(before);
  });

  it("know a reservation by its id and its order, and hold one per order", async () => {
    const made = make([
      { sku: "CAR-0002", quantity: 1 },
      { sku: "CAR-0001", quantity: 2 },
    ]);
    expect(await reservations.hold(made, now)).toBe("held");
    expect(await reservations.hold({ ...made, id: newId("rsv") }, now)).toBe("order-known");
    expect(await reservations.find(made.id)).toEqual(made);
    expect(await reservations.findByOrder(made.orderId)).toEqual(made);
    expect(await reservations.find(newId("rsv"))).toBeUndefined();
    expect(await level("CAR-0001")).toEqual({ sku: "CAR-0001", onHand: 10, reserved: 2 });
    const given = await reservations.change(made.id, decide("release"), now);
    expect(given).toMatchObject({ before: "held", changed: true, reservation: { status: "released" } });
    expect(await reservations.change(made.id, decide("release"), now)).toMatchObject({ changed: false });
    expect(await level("CAR-0001")).toEqual({ sku: "CAR-0001", onHand: 10, reserved: 0 });
  });

  it("take committed pieces out for good, once per event", async () => {
    const made = make([{ sku: "CAR-0001", quantity: 3 }]);
    await reservations.hold(made, now);
    const event = newId("evt");
    const first = await reservations.changeOnce(event, made.id, decide("settle"), now);
    expect(first).toMatchObject({ before: "held", changed: true });
    expect(await reservations.changeOnce(event, made.id, decide("settle"), now)).toBeUndefined();
    expect(await level("CAR-0001")).toEqual({ sku: "CAR-0001", onHand: 7, reserved: 0 });
  });

  it("forget an event whose effect was refused, so that it may be delivered again", async () => {
    const event = newId("evt");
    const unknown = reservations.changeOnce(event, newId("rsv"), decide("settle"), now);
    await expect(unknown).rejects.toMatchObject({ code: "reservation-unknown" });
    const made = make([{ sku: "CAR-0001", quantity: 1 }]);
    await reservations.hold(made, now);
    expect(await reservations.changeOnce(event, made.id, decide("settle"), now)).toMatchObject({
      changed: true,
    });
  });

  it("expire what is due, and take it again for an order that was placed, if it is still there", async () => {
    const due = { ...make([{ sku: "CAR-0002", quantity: 2 }]), expiresAt: now };
    const gone = { ...make([{ sku: "CAR-0002", quantity: 1 }]), expiresAt: now };
    const later = make([{ sku: "CAR-0001", quantity: 1 }]);
    for (const made of [due, gone, later]) expect(await reservations.hold(made, now)).toBe("held");
    expect(await reservations.changeDue(decide("expire"), new Date(now.getTime() - 1), 10)).toBe(0);
    expect(await reservations.changeDue(decide("expire"), now, 1)).toBe(1);
    expect(await reservations.changeDue(decide("expire"), now, 10)).toBe(1);
    expect(await reservations.changeDue(decide("expire"), now, 10)).toBe(0);
    expect((await reservations.find(later.id))?.status).toBe("held");
    await expect(reservations.change(due.id, decide("commit"), now)).rejects.toMatchObject({
      code: "reservation-ended",
    });
    const again = await reservations.changeOnce(newId("evt"), due.id, decide("settle"), now);
    expect(again).toMatchObject({ before: "expired", changed: true });
    expect(await level("CAR-0002")).toEqual({ sku: "CAR-0002", onHand: 1, reserved: 0 });
    const other = make([{ sku: "CAR-0002", quantity: 1 }]);
    await reservations.hold(other, now);
    await expect(reservations.changeOnce(newId("evt"), gone.id, decide("settle"), now)).rejects.toMatchObject(
      {
        code: "out-of-stock",
      },
    );
    expect((await reservations.find(gone.id))?.status).toBe("expired");
  });

  it("restock once per key", async () => {
    const arrival = { sku: "CAR-0003", quantity: 5, key: "delivery-1", at: now };
    const body = { sku: "CAR-0003", onHand: 5, reserved: 0, free: 5 };
    expect(await stock.restock(arrival)).toEqual({ status: 200, body, replayed: false });
    expect(await stock.restock(arrival)).toEqual({ status: 200, body, replayed: true });
    await expect(stock.restock({ ...arrival, quantity: 6 })).rejects.toMatchObject({
      code: "idempotency-key-reused",
    });
    await expect(stock.restock({ ...arrival, sku: "CAR-0098", key: "delivery-2" })).rejects.toMatchObject({
      code: "sku-unknown",
    });
  });

  it("keep a ledger that sums to the stock, newest first, page by page", async () => {
    for (const sku of Object.keys(levels)) expect(await ledgerSum(sku)).toEqual(await level(sku));
    const whole = await stock.movements({ sku: "CAR-0001", before: undefined, limit: 100 });
    const [first, second] = whole;
    expect(first?.id).toBeGreaterThan(second?.id ?? 0);
    const rest = await stock.movements({ sku: "CAR-0001", before: first?.id, limit: 1 });
    expect(rest).toEqual([second]);
  });
});

describe("the seed", () => {
  it("gives every SKU its first delivery once, with the ledger", async () => {
    const test = await openTestDatabase({ migrationsFolder, schema });
    opened.push(test);
    expect(await seedStock(test.database, now)).toEqual({ stocked: 72 });
    expect(await seedStock(test.database, now)).toEqual({ stocked: 0 });
    const stock = openStock(test.database);
    const [level] = await stock.levels(["CAR-0072"]);
    expect(level?.onHand).toBeGreaterThanOrEqual(500);
    expect(level?.onHand).toBeLessThanOrEqual(5000);
    const [line] = await stock.movements({ sku: "CAR-0072", before: undefined, limit: 1 });
    expect(line).toMatchObject({ reason: "stocked", onHandDelta: level?.onHand, reservedDelta: 0, at: now });
  });
});
