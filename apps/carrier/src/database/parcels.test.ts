import { fileURLToPath } from "node:url";
import { newId } from "@caravan/contracts";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { type PlannedCallback, planCallback } from "@caravan/partner";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Decide, ParcelStore } from "../dependencies.ts";
import { move, type Parcel } from "../domain/parcel.ts";
import { behaved } from "../testing/fake-carrier.ts";
import { fakeParcels } from "../testing/fake-parcels.ts";
import { newTrackingCode } from "../tracking-code.ts";
import { openParcels } from "./parcels.ts";
import * as schema from "./schema.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
let test: TestDatabase;
beforeAll(async () => {
  test = await openTestDatabase({ migrationsFolder, schema });
});
afterAll(() => test.close());

const noon = new Date("2026-11-25T12:00:00.000Z");
const make = (change: Partial<Parcel> = {}): Parcel => ({
  id: newId("par"),
  reference: newId("shp"),
  trackingCode: newTrackingCode(),
  requestHash: "hash",
  callbackUrl: "https://shop.test/callbacks",
  isReturn: false,
  isUndeliverable: false,
  sequence: 0,
  lastKind: null,
  failedDeliveries: 0,
  hasArrived: false,
  movedAt: noon,
  ...change,
});
const decide: Decide = (before) => {
  const { parcel, event } = move(before, { eventId: newId("cev"), at: noon });
  const callback = { key: event.id, url: parcel.callbackUrl, body: event.kind };
  return { parcel, event, callbacks: planCallback(callback, behaved, noon) };
};

const inMariaDb = () => {
  const sent: PlannedCallback[] = [];
  const store = openParcels({ database: test.database, send: (callbacks) => void sent.push(...callbacks) });
  return { store, sent };
};
const fake = () => {
  const { store, callbacks } = fakeParcels();
  return { store, sent: callbacks };
};

describe.each([
  { name: "in MariaDB", open: inMariaDb },
  { name: "fake", open: fake },
])("the store of parcels ($name)", ({ open }) => {
  let store: ParcelStore;
  let sent: PlannedCallback[];
  beforeAll(() => {
    ({ store, sent } = open());
  });

  it("holds one parcel per reference, also among many concurrent announcements", async () => {
    const parcel = make();
    const twin = make({ reference: parcel.reference });
    const others = Array.from({ length: 20 }, () => make());
    expect(await store.create(parcel)).toBe("created");
    const outcomes = await Promise.all([...others, twin].map((it) => store.create(it)));
    expect(outcomes).toEqual([...others.map(() => "created"), "reference-known"]);
    expect(await store.find(parcel.id)).toEqual({ parcel, events: [] });
    expect(await store.findByReference(parcel.reference)).toEqual({ parcel, events: [] });
    expect([await store.find(twin.id), await store.findByReference("other")]).toEqual([undefined, undefined]);
  });

  it("moves a parcel with its events in order, and its callbacks, one movement after the other", async () => {
    const parcel = make();
    await store.create(parcel);
    sent.length = 0;
    await Promise.all([1, 2, 3].map(() => store.move(parcel.trackingCode, decide)));
    const tracked = await store.move(parcel.trackingCode, decide);
    const kinds = ["collected", "in-transit", "out-for-delivery", "delivered"];
    expect(tracked?.events.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(tracked?.events.map(({ kind }) => kind)).toEqual(kinds);
    expect(tracked?.parcel).toMatchObject({ sequence: 4, lastKind: "delivered", hasArrived: true });
    expect(new Set(sent.map(({ body }) => body))).toEqual(new Set(kinds));
    expect(await store.find(parcel.id)).toEqual(tracked);
    await expect(store.move(parcel.trackingCode, decide)).rejects.toThrow("parcel-arrived");
    expect(await store.move("CV0000000000", decide)).toBeUndefined();
  });

  it("moves due parcels, the longest waiting first, and none that has arrived", async () => {
    const early = (seconds: number) => new Date(noon.getTime() - seconds * 1000);
    const due = [make({ movedAt: early(60) }), make({ movedAt: early(30) }), make({ movedAt: early(90) })];
    const arrived = make({ movedAt: early(90), hasArrived: true, lastKind: "delivered" });
    for (const parcel of [...due, arrived]) await store.create(parcel);
    expect(await store.moveDue(early(45), 1, decide)).toEqual(["collected"]);
    expect((await store.find(due[2]?.id ?? ""))?.parcel.lastKind).toBe("collected");
    expect(await store.moveDue(early(45), 10, decide)).toHaveLength(1);
    expect(await store.moveDue(early(45), 10, decide)).toEqual([]);
    expect((await store.find(due[1]?.id ?? ""))?.events).toEqual([]);
  });
});

it("moves each parcel once, with several replicas at the same time", async () => {
  const { store } = inMariaDb();
  const long = new Date("2026-11-20T12:00:00.000Z");
  const due = Array.from({ length: 60 }, () => make({ movedAt: long }));
  await Promise.all(due.map((parcel) => store.create(parcel)));
  await Promise.all(Array.from({ length: 4 }, () => store.moveDue(long, 60, decide)));
  await store.moveDue(long, 60, decide); // whatever all of them passed over
  for (const { id } of due) expect((await store.find(id))?.events).toHaveLength(1);
});
