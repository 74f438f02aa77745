import { fileURLToPath } from "node:url";
import { newId } from "@caravan/contracts";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import * as schema from "../database/schema.ts";
import { openShipments } from "../database/shipments.ts";
import { prepare, type Shipment, unannounced } from "../domain/shipment.ts";
import { announce } from "../domain/steps.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
const opened: TestDatabase[] = [];
export const closeStores = async (): Promise<void> => {
  for (const test of opened.splice(0)) await test.close();
};
export const inMariaDb = async () => {
  const test = await openTestDatabase({ migrationsFolder, schema });
  opened.push(test);
  return openShipments({ database: test.database, traceparent: () => undefined, onChange: () => {} });
};

export const now = new Date("2026-11-25T09:30:00.123Z");
export const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
export const step = { now, timing: { dispatchAfterSeconds: 20, pollAfterSeconds: 60 } };
export const deliverTo = { name: "Zoë “李” 🏕", street: "Weg 1", postalCode: "1", city: "Ort", country: "DE" };
export const make = (parts: Partial<Shipment> = {}, quantity = 12): Shipment => ({
  ...prepare(
    {
      id: newId("shp"),
      orderId: newId("ord"),
      shopperId: newId("gst"),
      deliverTo,
      lines: [{ sku: "CAR-0001", quantity }],
      now,
      traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    },
    step.timing,
  ),
  ...parts,
});
export const announced = (shipment: Shipment) =>
  announce(
    shipment,
    unannounced(shipment).map(({ reference }) => ({
      reference,
      parcelId: `par_${reference}`,
      trackingCode: "CRV000001",
      stations: [{ sequence: 1, kind: "collected", place: "Hamburg", at: now }],
    })),
    step,
  );
