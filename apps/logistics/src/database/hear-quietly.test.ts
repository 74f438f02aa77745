import { fileURLToPath } from "node:url";
import { newId, secondsAfter } from "@caravan/contracts";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import fc from "fast-check";
import * as v from "valibot";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ShipmentStore } from "../dependencies.ts";
import type { Station } from "../domain/parcel.ts";
import { prepare, type Shipment, unannounced } from "../domain/shipment.ts";
import { announce, hear } from "../domain/steps.ts";
import * as schema from "./schema.ts";
import { openShipments } from "./shipments.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
let test: TestDatabase;
let store: ShipmentStore;
beforeAll(async () => {
  test = await openTestDatabase({ migrationsFolder, schema });
  store = openShipments({ database: test.database, traceparent: () => undefined, onChange: () => {} });
});
afterAll(() => test.close());

const now = new Date("2026-11-25T09:30:00.000Z");
const later = secondsAfter(now, 10);
const timing = { dispatchAfterSeconds: 0, pollAfterSeconds: 60 };
const deliverTo = { name: "Ada", street: "Weg 1", postalCode: "10115", city: "Ort", country: "DE" };
const linesOf = (quantity: number, skus: number) =>
  Array.from({ length: skus }, (_, i) => ({ sku: `CAR-${String(i + 1).padStart(4, "0")}`, quantity }));
const dispatched = async (quantity: number, skus = 1): Promise<Shipment> => {
  const ids = { id: newId("shp"), orderId: newId("ord"), shopperId: newId("gst") };
  const made = prepare({ ...ids, deliverTo, lines: linesOf(quantity, skus), now }, timing);
  await store.add(made);
  const taken = unannounced(made).map(({ reference }, i) => {
    return { reference, parcelId: `par_${i}`, trackingCode: "CRV1", stations: [] };
  });
  const change = await store.change(made.id, (it) => announce(it, taken, { now, timing }));
  return change?.shipment ?? expect.fail("it is there");
};
const newsOf = (reference: string, parcelId: string, station: Station) => {
  return {
    reference,
    parcelId,
    station,
    heardAt: later,
    pollAt: secondsAfter(later, timing.pollAfterSeconds),
  };
};

it("a station recorded without reading the whole shipment has the same result as with reading it", async () => {
  const kinds = ["collected", "in-transit", "delivery-failed", "out-for-delivery"] as const;
  const Told = fc.record({
    parcel: fc.nat(2),
    kind: fc.constantFrom(...kinds),
    sequence: fc.integer({ min: 1, max: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(Told, { maxLength: 12 }), async (told) => {
      let expected = await dispatched(30);
      expect(expected.parcels.length).toBeGreaterThan(2);
      for (const { parcel, kind, sequence } of told) {
        const { reference = "", parcelId } = expected.parcels[parcel] ?? {};
        const station = { sequence, kind, place: null, at: now };
        const next = hear(expected, [{ reference, station }], { now: later, timing }).shipment;
        const answer = await store.hearQuietly(newsOf(reference, parcelId ?? "", station));
        if (answer === undefined) await store.change(expected.id, () => ({ shipment: next, events: [] }));
        if (answer?.result === "duplicate") expect(next.tracking).toEqual(expected.tracking);
        else expected = next;
        const { due: _, ...found } = (await store.find(expected.id)) ?? expect.fail("it is there");
        const { due: __, ...wanted } = expected;
        expect(found).toEqual(wanted);
      }
    }),
    { numRuns: 15 },
  );
});

it("a callback for one of hundreds of parcels reads only that parcel", async () => {
  const shipment = await dispatched(99, 20);
  expect(shipment.parcels.length).toBeGreaterThan(160);
  const { reference = "", parcelId } = shipment.parcels.at(-1) ?? {};
  const station = { sequence: 1, kind: "in-transit", place: "Ulm", at: now } as const;
  const before = await rowsRead();
  expect(await store.hearQuietly(newsOf(reference, parcelId ?? "", station))).toMatchObject({
    result: "applied",
  });
  expect((await rowsRead()) - before).toBeLessThan(160);
  expect(await store.hearQuietly(newsOf(reference, parcelId ?? "", station))).toMatchObject({
    result: "duplicate",
  });
  expect((await store.find(shipment.id))?.due).toEqual({ work: "poll", at: secondsAfter(later, 60) });
});

it("an unknown parcel, or a change of state, needs the whole shipment", async () => {
  const shipment = await dispatched(1);
  const { reference = "" } = shipment.parcels[0] ?? {};
  const station = { sequence: 1, kind: "in-transit", place: null, at: now } as const;
  expect(await store.hearQuietly(newsOf(reference, "par_other", station))).toBeUndefined();
  expect(await store.hearQuietly(newsOf(`${newId("shp")}-1-1`, "par_0", station))).toBeUndefined();
  const failed = { ...station, kind: "delivery-failed" } as const;
  expect(await store.hearQuietly(newsOf(reference, "par_0", failed))).toBeUndefined();
});

/** Rows that the server has read so far, for all connections. */
const rowsRead = async (): Promise<number> => {
  const [rows] = await test.database.drizzle.execute("show global status like 'Handler_read%'");
  const counts = v.parse(v.array(v.object({ Value: v.pipe(v.string(), v.transform(Number)) })), rows);
  return counts.reduce((sum, { Value }) => sum + Value, 0);
};
