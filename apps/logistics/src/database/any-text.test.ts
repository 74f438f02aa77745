import { fileURLToPath } from "node:url";
import { CarrierCallback, logisticsRoutes, newId, PostalAddress } from "@caravan/contracts";
import { anyText, damagedBy, openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import fc from "fast-check";
import * as v from "valibot";
import { afterAll, beforeAll, expect, it } from "vitest";
import { prepare, unannounced } from "../domain/shipment.ts";
import { announce, hear } from "../domain/steps.ts";
import * as schema from "./schema.ts";
import { openShipments } from "./shipments.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase({ migrationsFolder, schema });
});
afterAll(() => test.close());

const now = new Date("2026-11-25T09:30:00.000Z");
const step = { now, timing: { dispatchAfterSeconds: 0, pollAfterSeconds: 60 } };

it("an address that order accepts, and a place that the carrier sends, are read back unchanged", async () => {
  const store = openShipments({ database: test.database, traceparent: () => undefined, onChange: () => {} });
  await fc.assert(
    fc.asyncProperty(anyText(100), anyText(150), anyText(200), async (name, street, told) => {
      const given = { name, street, city: "北京市", postalCode: "100022", country: "CN" };
      const address = v.safeParse(PostalAddress, given);
      if (!address.success) return;
      const lines = [{ sku: "CAR-0001", quantity: 1 }];
      const ids = { orderId: newId("ord"), shopperId: newId("gst") };
      const body = v.parse(logisticsRoutes.createShipment.body, { ...ids, deliverTo: address.output, lines });
      expect(body.deliverTo).toEqual(address.output);
      const place = v.parse(CarrierCallback.entries.event.entries.place, told);
      expect(damagedBy(place ?? "", 100)).toBeUndefined();
      const made = prepare({ id: newId("shp"), ...body, now }, step.timing);
      await store.add(made);
      const [{ reference } = { reference: "" }] = unannounced(made);
      await store.change(made.id, (it) =>
        announce(it, [{ reference, parcelId: "par_1", trackingCode: "CRV1", stations: [] }], step),
      );
      const station = { sequence: 1, kind: "out-for-delivery", place, at: now } as const;
      await store.change(made.id, (it) => hear(it, [{ reference, station }], step));
      const found = await store.find(made.id);
      expect(found?.deliverTo).toEqual(address.output);
      expect(found?.tracking[0]?.place).toBe(place);
    }),
    { numRuns: 50 },
  );
});
