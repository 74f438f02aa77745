import { newId } from "@caravan/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ShipmentStore } from "../dependencies.ts";
import type { Shipment } from "../domain/shipment.ts";
import { cancel, hear, requestReturn } from "../domain/steps.ts";
import { fakeShipments } from "../testing/fake-shipments.ts";
import {
  announced,
  closeStores,
  deliverTo,
  inMariaDb,
  later,
  make,
  now,
  step,
} from "../testing/shipment-stores.ts";

afterAll(closeStores);

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

  it("stores a shipment unchanged, one per order, and shows it to its owner only", async () => {
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

  it("writes every change completely: parcels, tracking and return", async () => {
    const made = make();
    await store.add(made);
    for (const decide of [announced, delivered, (it: Shipment) => requestReturn(it, step), announced]) {
      const change = await store.change(made.id, decide);
      expect(await store.find(made.id)).toEqual(change?.shipment);
    }
    expect((await store.find(made.id))?.parcels).toHaveLength(4);
  });

  it("counts revisions for news of followers only", async () => {
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

  it("changes nothing when the decision refuses", async () => {
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

  it("transfers a guest's shipments to the account, also later ones", async () => {
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

  it("drops the address of a shipment made after the erasure as soon as the carrier has it", async () => {
    const shopperId = newId("usr");
    await store.erase(newId("evt"), { userId: shopperId, at: now.toISOString() });
    const late = make({ shopperId });
    await store.add(late);
    expect((await store.find(late.id))?.deliverTo).toEqual(deliverTo);
    await store.change(late.id, announced);
    expect((await store.find(late.id))?.deliverTo).toBeNull();
  });

  it("drops the addresses of a guest whose join event comes after the erasure of the account", async () => {
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

  it("drops the addresses of guests whose join event never comes", async () => {
    const [guest, user] = [newId("gst"), newId("usr")];
    const out = make({ shopperId: guest });
    await store.add(out);
    await store.change(out.id, announced);
    await store.erase(newId("evt"), { userId: user, at: now.toISOString(), guests: [guest] });
    expect((await store.findOwn(user, out.id))?.deliverTo).toBeNull();
  });

  it("drops an address at once, or as soon as the carrier has the parcels", async () => {
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
