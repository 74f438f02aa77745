import { fileURLToPath } from "node:url";
import { newId } from "@caravan/contracts";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { eq, sql } from "drizzle-orm";
import * as v from "valibot";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ShipmentStore } from "../dependencies.ts";
import type { Station } from "../domain/parcel.ts";
import { prepare, type Shipment } from "../domain/shipment.ts";
import { announce, cancel, hear } from "../domain/steps.ts";
import * as schema from "./schema.ts";
import { openShipments } from "./shipments.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
let test: TestDatabase;
let store: ShipmentStore;
const changed: string[] = [];
beforeAll(async () => {
  test = await openTestDatabase({ migrationsFolder, schema });
  const onChange = (_: unknown, { status }: Pick<Shipment, "status">) => changed.push(status);
  store = openShipments({ database: test.database, traceparent: () => undefined, onChange });
});
afterAll(() => test.close());

const now = new Date("2026-11-25T09:30:00.000Z");
const step = { now, timing: { dispatchAfterSeconds: 0, pollAfterSeconds: 60 } };
const deliverTo = { name: "Ada", street: "Weg 1", postalCode: "1", city: "Ort", country: "DE" };
const lines = [{ sku: "CAR-0001", quantity: 1 }];
const make = (): Shipment =>
  prepare(
    { id: newId("shp"), orderId: newId("ord"), shopperId: newId("gst"), deliverTo, lines, now },
    step.timing,
  );
/** The first goes alone, the other sixteen share the next transaction. */
const oneAndSixteen = () => Array.from({ length: 17 }, make);
const referenceOf = ({ parcels }: Shipment) => parcels[0]?.reference ?? "";
const sent = async (shipment: Shipment) => {
  const parcel = { reference: referenceOf(shipment), parcelId: `par_${shipment.id}`, trackingCode: "CRV1" };
  await store.add(shipment);
  await store.change(shipment.id, (it) => announce(it, [{ ...parcel, stations: [] }], step));
};
const told = (shipment: Shipment, sequence: number, kind: Station["kind"], place: string | null = null) =>
  store.change(shipment.id, (it) =>
    hear(it, [{ reference: referenceOf(shipment), station: { sequence, kind, place, at: now } }], step),
  );
const topicsOf = async ({ id }: Shipment) => {
  const { outbox } = schema;
  const rows = await test.database.drizzle.select().from(outbox).where(eq(outbox.aggregateId, id));
  return rows.map(({ topic }) => topic);
};

const Status = v.tuple([v.object({ Value: v.pipe(v.string(), v.transform(Number)) })]);
const statements = async (): Promise<number> => {
  const [rows] = await test.database.drizzle.execute(sql`show global status like 'Queries'`);
  return v.parse(Status, rows)[0].Value;
};
const statementsOf = async (work: () => Promise<unknown>): Promise<number> => {
  const before = await statements();
  await work();
  return (await statements()) - before - 1;
};

it("sixteen shipments made at once take as many statements as one", async () => {
  const alone = await statementsOf(() => store.add(make()));
  const all = oneAndSixteen();
  const together = await statementsOf(() => Promise.all(all.map((it) => store.add(it))));
  expect([alone, together - alone]).toEqual([7, 7]);
  for (const it of all) expect(await store.find(it.id)).toEqual(it);
});

it("sixteen callbacks of sixteen shipments at once take as many statements as one", async () => {
  const [one, ...all] = [make(), ...oneAndSixteen()];
  for (const it of [one, ...all]) await sent(it);
  const alone = await statementsOf(() => told(one, 4, "delivered"));
  const together = await statementsOf(() => Promise.all(all.map((it) => told(it, 4, "delivered"))));
  expect([alone, together - alone]).toEqual([9, 9]);
  for (const it of all) {
    expect((await store.find(it.id))?.status).toBe("delivered");
    expect(await topicsOf(it)).toEqual(["shipment.dispatched.v1", "shipment.delivered.v1"]);
  }
});

it("callbacks of one shipment in one transaction are applied in order, each once", async () => {
  const [other, shipment] = [make(), make()];
  for (const it of [other, shipment]) await sent(it);
  const before = (await store.revisions([shipment.id])).get(shipment.id) ?? 0;
  changed.length = 0;
  const kinds = ["collected", "in-transit", "out-for-delivery", "out-for-delivery", "delivered"] as const;
  const sequences = [1, 2, 3, 3, 4];
  const tell = () => Promise.all(kinds.map((kind, i) => told(shipment, sequences[i] ?? 0, kind)));
  const [, changes] = await Promise.all([told(other, 1, "collected"), tell()]);
  expect(changes.map((it) => it?.shipment.tracking.length)).toEqual([1, 2, 3, 3, 4]);
  expect(await store.find(shipment.id)).toEqual(changes.at(-1)?.shipment);
  expect((await store.revisions([shipment.id])).get(shipment.id)).toBe(before + 4);
  expect(await topicsOf(shipment)).toEqual(["shipment.dispatched.v1", "shipment.delivered.v1"]);
  expect(changed.slice(1)).toEqual(["dispatched", "dispatched", "out-for-delivery", "delivered"]);
});

it("a refused, unknown or unwritable change does not affect the others of its transaction", async () => {
  const [other, first, refused, broken, last] = [make(), make(), make(), make(), make()];
  for (const it of [other, first, refused, broken, last]) await sent(it);
  const results = await Promise.allSettled([
    told(other, 1, "collected"),
    told(first, 4, "delivered"),
    store.change(refused.id, (it) => cancel(it, step)),
    told(broken, 4, "delivered", "x".repeat(101)),
    told(make(), 4, "delivered"),
    told(last, 4, "delivered"),
  ]);
  const reasons = results.map((it) =>
    it.status === "rejected" ? String(it.reason) : it.value?.shipment.status,
  );
  expect(reasons).toEqual([
    "dispatched",
    "delivered",
    expect.stringContaining("shipment-dispatched"),
    expect.stringContaining("ER_DATA_TOO_LONG"),
    undefined,
    "delivered",
  ]);
  expect((await store.find(broken.id))?.tracking).toEqual([]);
  expect(await topicsOf(broken)).toEqual(["shipment.dispatched.v1"]);
  expect(await topicsOf(last)).toEqual(["shipment.dispatched.v1", "shipment.delivered.v1"]);
});

it("an order that has its shipment already does not affect the others of its transaction", async () => {
  const [known, ...fresh] = [make(), make(), make(), make()];
  await store.add(known);
  const again = { ...make(), orderId: known.orderId };
  const all = [...fresh.slice(0, 2), again, ...fresh.slice(2)];
  expect(await Promise.all(all.map((it) => store.add(it)))).toEqual([true, true, false, true]);
  for (const it of fresh) expect(await store.find(it.id)).toEqual(it);
});
