import { fileURLToPath } from "node:url";
import { newId } from "@caravan/contracts";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ShipmentStore } from "../dependencies.ts";
import { prepare, type Shipment, unannounced } from "../domain/shipment.ts";
import { announce, cancel, hear, requestReturn } from "../domain/steps.ts";
import { fakeShipments } from "../testing/fake-shipments.ts";
import * as schema from "./schema.ts";
import { openShipments } from "./shipments.ts";

const migrationsFolder = fileURLToPath(new URL("../../migrations", import.meta.url));
const opened: TestDatabase[] = [];
afterAll(async () => {
  for (const test of opened) await test.close();
});
const inMariaDb = async () => {
  const test = await openTestDatabase({ migrationsFolder, schema });
  opened.push(test);
  return openShipments({ database: test.database, traceparent: () => undefined, onChange: () => {} });
};

const now = new Date("2026-11-25T09:30:00.123Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const step = { now, timing: { dispatchAfterSeconds: 20, pollAfterSeconds: 60 } };
const deliverTo = { name: "Zoë “李” 🏕", street: "Weg 1", postalCode: "1", city: "Ort", country: "DE" };
const make = (parts: Partial<Shipment> = {}, quantity = 12): Shipment => ({
  ...prepare(
    {
      id: newId("shp"),
      orderId: newId("ord"),
      shopperId: newId("gst"),
      deliverTo,
      lines: [{ sku: "CAR-0001", quantity }],
      now,
    },
    step.timing,
  ),
  ...parts,
});
const announced = (shipment: Shipment) =>
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
const delivered = (shipment: Shipment) =>
  hear(
    announced(shipment).shipment,
    shipment.parcels.map(({ reference }) => ({
      reference,
      station: { sequence: 5, kind: "delivered", place: null, at: later(5) },
    })),
    step,
  );

describe.each([
  { name: "in MariaDB", open: inMariaDb },
  { name: "fake", open: async () => fakeShipments() },
])("a shipment store ($name)", ({ open }) => {
  let store: ShipmentStore;
  beforeAll(async () => {
    store = await open();
  });

  it("keeps a shipment as it was made, one per order, and shows it to its owner only", async () => {
    const made = make();
    expect(await store.add(made)).toBe(true);
    expect(await store.add(make({ orderId: made.orderId }))).toBe(false);
    expect(await store.find(made.id)).toEqual(made);
    expect(await store.findByOrder(made.orderId)).toEqual(made);
    expect(await store.findOwn(made.shopperId, made.id)).toEqual(made);
    expect(await store.findOwn(newId("gst"), made.id)).toBeUndefined();
    expect(await store.list(newId("gst"), { before: undefined, orderId: undefined, limit: 9 })).toEqual([]);
    expect(await store.change(newId("shp"), () => expect.fail("there is none"))).toBeUndefined();
  });

  it("keeps every change whole: parcels, tracking and return", async () => {
    const made = make();
    await store.add(made);
    for (const decide of [announced, delivered, (it: Shipment) => requestReturn(it, step), announced]) {
      const change = await store.change(made.id, decide);
      expect(await store.find(made.id)).toEqual(change?.shipment);
    }
    expect((await store.find(made.id))?.parcels).toHaveLength(4);
  });

  it("counts revisions for what followers are told of, and for nothing else", async () => {
    const made = make();
    await store.add(made);
    const revision = async () => (await store.revisions([made.id, newId("shp")])).get(made.id) ?? 0;
    const first = await revision();
    await store.change(made.id, announced);
    expect(await revision()).toBe(first + 1);
    await store.change(made.id, (it) => ({ shipment: { ...it, failures: 3 }, events: [] }));
    expect(await revision()).toBe(first + 1);
    expect(await store.findAll([made.id])).toMatchObject([
      { revision: first + 1, shipment: { id: made.id } },
    ]);
  });

  it("changes nothing when the decision is no", async () => {
    const made = make();
    await store.add(made);
    await store.change(made.id, announced);
    const before = await store.find(made.id);
    await expect(store.change(made.id, (it) => cancel(it, step))).rejects.toThrow("shipment-dispatched");
    expect(await store.find(made.id)).toEqual(before);
  });

  it("pages through the shopper's own, newest first, or those of an order", async () => {
    const shopperId = newId("gst");
    const all = [make({ shopperId }), make({ shopperId }), make({ shopperId })];
    for (const one of all) await store.add(one);
    const page = (before?: string, orderId?: string) =>
      store.list(shopperId, { before, orderId, limit: 2 }).then((found) => found.map(({ id }) => id));
    const ids = all
      .map(({ id }) => id)
      .sort()
      .reverse();
    expect([...(await page()), ...(await page(ids[1]))]).toEqual(ids);
    expect(await page(undefined, all[1]?.orderId)).toEqual([all[1]?.id]);
  });

  it("gives an account what was its guest's, also what comes after", async () => {
    const [guest, user, event] = [newId("gst"), newId("usr"), newId("evt")];
    const [early, late] = [make({ shopperId: guest }), make({ shopperId: guest })];
    await store.add(early);
    await store.join(event, guest, user);
    await store.join(event, guest, user);
    await store.add(late);
    for (const { id } of [early, late]) {
      expect((await store.findOwn(user, id))?.id).toBe(id);
      expect(await store.findOwn(guest, id)).toBeUndefined();
    }
  });

  it("forgets the address of what is made after the erasure as soon as the carrier needs it no more", async () => {
    const shopperId = newId("usr");
    await store.erase(newId("evt"), { userId: shopperId, at: now.toISOString() });
    const late = make({ shopperId });
    await store.add(late);
    expect((await store.find(late.id))?.deliverTo).toEqual(deliverTo);
    await store.change(late.id, announced);
    expect((await store.find(late.id))?.deliverTo).toBeNull();
  });

  it("forgets the addresses of a guest whose join is heard of after the erasure of the account", async () => {
    const [guest, user] = [newId("gst"), newId("usr")];
    const [out, here] = [make({ shopperId: guest }), make({ shopperId: guest })];
    for (const one of [out, here]) await store.add(one);
    await store.change(out.id, announced);
    await store.erase(newId("evt"), { userId: user, at: now.toISOString() });
    await store.join(newId("evt"), guest, user);
    await store.change(here.id, announced);
    const late = make({ shopperId: guest });
    await store.add(late);
    await store.change(late.id, announced);
    for (const { id } of [out, here, late]) expect((await store.findOwn(user, id))?.deliverTo).toBeNull();
  });

  it("forgets the addresses of guests whose join is never heard of", async () => {
    const [guest, user] = [newId("gst"), newId("usr")];
    const out = make({ shopperId: guest });
    await store.add(out);
    await store.change(out.id, announced);
    await store.erase(newId("evt"), { userId: user, at: now.toISOString(), guests: [guest] });
    expect((await store.findOwn(user, out.id))?.deliverTo).toBeNull();
  });

  it("forgets an address at once, or as soon as the carrier needs it no more", async () => {
    const shopperId = newId("usr");
    const [out, here, other] = [make({ shopperId }), make({ shopperId }), make()];
    for (const one of [out, here, other]) await store.add(one);
    await store.change(out.id, announced);
    await store.erase(newId("evt"), { userId: shopperId, at: now.toISOString() });
    const address = async ({ id }: Shipment) => (await store.find(id))?.deliverTo;
    expect([await address(out), await address(here), await address(other)]).toEqual([
      null,
      deliverTo,
      deliverTo,
    ]);
    await store.change(here.id, announced);
    expect(await address(here)).toBeNull();
  });
});

describe.each([
  { name: "in MariaDB", open: inMariaDb },
  { name: "fake", open: async () => fakeShipments() },
])("due work ($name)", ({ open }) => {
  it("is found when its time has come, taken by one, and found again after the lease", async () => {
    const store = await open();
    const [soon, next] = [make(), make({ due: { work: "announce", at: later(30) } })];
    for (const one of [next, soon]) await store.add(one);
    const claim = (at: Date) => store.claimDue("announce", at, new Date(at.getTime() + 60_000), 10);
    const ids = async (at: Date) => (await claim(at)).map(({ id }) => id);
    expect(await ids(later(19))).toEqual([]);
    const [taken] = await claim(later(20));
    expect(taken).toEqual({ ...soon, handingOver: true, due: { work: "announce", at: later(80) } });
    expect(await store.find(soon.id)).toEqual(taken);
    await expect(store.change(soon.id, (it) => cancel(it, step))).rejects.toThrow("shipment-dispatched");
    await store.change(next.id, (it) => cancel(it, step));
    expect(await ids(later(79))).toEqual([]);
    expect(await ids(later(80))).toEqual([soon.id]);
    await store.change(soon.id, announced);
    expect(await ids(later(1000))).toEqual([]);
    expect(await store.claimDue("poll", later(59), later(99), 10)).toEqual([]);
    expect((await store.claimDue("poll", later(60), later(99), 10)).map(({ id }) => id)).toEqual([soon.id]);
  });
});
