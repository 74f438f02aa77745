import { fileURLToPath } from "node:url";
import { newId } from "@caravan/contracts";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { ShipmentStore } from "../dependencies.ts";
import { prepare, type Shipment } from "../domain/shipment.ts";
import { announce, cancel, hear } from "../domain/steps.ts";
import { withOwners } from "./people.ts";
import { insertShipments } from "./save-shipments.ts";
import * as schema from "./schema.ts";
import { openShipments } from "./shipments.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
let test: TestDatabase;
let store: ShipmentStore;
/** Three processes over one database, used in turn: concurrent calls of one process share a transaction. */
let replicas: readonly ShipmentStore[];
const replica = (turn: number): ShipmentStore => replicas[turn % replicas.length] ?? store;
const changed: string[] = [];
beforeAll(async () => {
  test = await openTestDatabase({ migrationsFolder, schema });
  const open = () =>
    openShipments({
      database: test.database,
      traceparent: () => undefined,
      onChange: (_, { status }) => changed.push(status),
    });
  store = open();
  replicas = [store, open(), open()];
});
afterAll(() => test.close());

const now = new Date("2026-11-25T09:30:00.000Z");
const step = { now, timing: { dispatchAfterSeconds: 0, pollAfterSeconds: 60 } };
const make = (): Shipment =>
  prepare(
    {
      id: newId("shp"),
      orderId: newId("ord"),
      shopperId: newId("gst"),
      deliverTo: { name: "Ada", street: "Weg 1", postalCode: "1", city: "Ort", country: "DE" },
      lines: [{ sku: "CAR-0001", quantity: 1 }],
      now,
    },
    step.timing,
  );
const add = async (): Promise<Shipment> => {
  const shipment = make();
  await store.add(shipment);
  return shipment;
};
/** Reports whether a transaction waits for a lock. */
const waiting = async (): Promise<boolean> => {
  const [rows] = await test.database.drizzle.execute(
    "select trx_id from information_schema.innodb_trx where trx_state = 'LOCK WAIT'",
  );
  return Array.isArray(rows) && rows.length > 0;
};
const topicsOf = async ({ id }: Shipment) => {
  const rows = await test.database.drizzle
    .select()
    .from(schema.outbox)
    .where(eq(schema.outbox.aggregateId, id));
  return rows.map(({ topic }) => topic);
};

describe("in MariaDB, at the same time", () => {
  it("a shipment is cancelled or handed over, never both", async () => {
    const made: Shipment[] = [];
    for (let i = 0; i < 40; i += 1) made.push(await add());
    const claims = Array.from({ length: 4 }, () =>
      store.claimDue("announce", now, new Date(now.getTime() + 1), 10),
    );
    const cancels = made.map(({ id }, i) => replica(i).change(id, (it) => cancel(it, step)));
    const [claimed, cancelled] = await Promise.all([Promise.all(claims), Promise.allSettled(cancels)]);
    const handedOver = claimed.flat().map(({ id }) => id);
    const kept = cancelled.flatMap((it) => (it.status === "fulfilled" ? (it.value?.shipment.id ?? []) : []));
    expect(new Set(handedOver).size).toBe(handedOver.length);
    expect(handedOver.filter((id) => kept.includes(id))).toEqual([]);
    for (const { id } of made) {
      const shipment = await store.find(id);
      expect(shipment?.status === "cancelled").toBe(kept.includes(id));
      expect(shipment?.handingOver).toBe(handedOver.includes(id));
    }
  });

  it("one order gets one shipment of twenty attempts", async () => {
    const made = await add();
    const again = await Promise.all(
      Array.from({ length: 20 }, (_, i) => replica(i).add({ ...made, id: newId("shp") })),
    );
    expect(again).toEqual(again.map(() => false));
  });

  it("replicas that change or make the same ones in opposite order do not lose any", async () => {
    const made = Array.from({ length: 16 }, make);
    const everywhere = <T>(work: (store: ShipmentStore, it: Shipment) => Promise<T>) =>
      Promise.all(
        [made, made.toReversed(), made].flatMap((some, i) => some.map((it) => work(replica(i), it))),
      );
    const added = await everywhere((at, it) => at.add({ ...it, id: newId("shp") }));
    expect(added.filter(Boolean)).toHaveLength(made.length);
    const ids = new Map<string, string>();
    for (const { orderId } of made) ids.set(orderId, (await store.findByOrder(orderId))?.id ?? "");
    const fail = (it: Shipment) => ({ shipment: { ...it, failures: it.failures + 1 }, events: [] });
    await everywhere((at, { orderId }) => at.change(ids.get(orderId) ?? "", fail));
    for (const id of ids.values()) expect((await store.find(id))?.failures).toBe(3);
  });

  it("the same callback, ten times over, is stored and published once, atomically", async () => {
    const made = await add();
    const [parcel] = made.parcels;
    if (parcel === undefined) throw new Error("a shipment has a parcel");
    const taken = { reference: parcel.reference, parcelId: "par_1", trackingCode: "CRV000001", stations: [] };
    const station = { sequence: 4, kind: "delivered", place: "Ort", at: now } as const;
    await Promise.all([
      ...Array.from({ length: 5 }, (_, i) => replica(i).change(made.id, (it) => announce(it, [taken], step))),
      ...Array.from({ length: 10 }, (_, i) =>
        replica(i).change(made.id, (it) => hear(it, [{ reference: parcel.reference, station }], step)),
      ),
    ]);
    expect((await store.find(made.id))?.tracking).toHaveLength(1);
    expect(await topicsOf(made)).toEqual(["shipment.dispatched.v1", "shipment.delivered.v1"]);
    const seen = changed.length;
    const broken = store.change(made.id, (it) => ({
      shipment: { ...it, status: "returned", orderId: "x".repeat(50) },
      events: [
        {
          topic: "shipment.returned.v1",
          data: { shipmentId: it.id, orderId: it.orderId, at: now.toISOString(), reason: "undeliverable" },
        },
      ],
    }));
    await expect(broken).rejects.toThrow("ER_DATA_TOO_LONG");
    expect(await topicsOf(made)).toHaveLength(2);
    expect(changed).toHaveLength(seen);
  });

  it("a shipment of a guest who is joining an account always moves to the account", async () => {
    const user = newId("usr");
    const shipment = make();
    let joining: Promise<void> | undefined;
    await test.database.transaction(async (tx) => {
      const [owned] = await withOwners(tx, [shipment]);
      let joined = false;
      joining = store.join(newId("evt"), shipment.shopperId, user).then(() => {
        joined = true;
      });
      const stuckOrDone = async () => expect(joined || (await waiting())).toBe(true);
      // The server refreshes that view only when it was not read for 0.1 s.
      await vi.waitFor(stuckOrDone, { timeout: 5_000, interval: 250 });
      expect(owned?.shopperId).toBe(shipment.shopperId);
      await insertShipments(tx, [shipment]);
    });
    await joining;
    expect((await store.findOwn(user, shipment.id))?.id).toBe(shipment.id);
  });

  it("finds due work by its index", async () => {
    await test.database.drizzle.execute("analyze table shipments");
    const [rows] = await test.database.drizzle.execute(
      "explain select * from shipments where work = 'announce' and due_at <= now(3) order by due_at limit 16",
    );
    expect(JSON.stringify(rows)).toContain('"key":"shipments_due"');
  });
});
