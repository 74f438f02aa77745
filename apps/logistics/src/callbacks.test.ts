import { newId, Problem, type Shipment } from "@caravan/contracts";
import { signBody } from "@caravan/service-kit";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { callbackSecret, openFakeLogistics, shopper, staff } from "./testing/fake-logistics.ts";

const answer = async (reply: Response) => [reply.status, v.parse(Problem, await reply.json()).code];
const now = new Date("2026-11-25T09:30:00.000Z");

/** A shipment that was handed over. */
const dispatched = async (quantity = 1) => {
  const logistics = openFakeLogistics();
  const mine = newId("usr");
  const { id } = await logistics.create(mine, [{ sku: "CAR-0001", quantity }]);
  await logistics.post(`/v1/staff/shipments/${id}/dispatch`, "key-1", undefined, staff);
  const show = async (): Promise<Shipment> =>
    (await logistics.get(`/v1/shipments/${id}`, shopper(mine))).json();
  const topics = () => logistics.shipments.events.map(({ topic }) => topic);
  return { ...logistics, id, show, topics };
};

describe("POST /v1/callbacks/carrier", () => {
  it("follows a parcel through late, doubled and reordered callbacks, and publishes its end once", async () => {
    const { id, tell, show, topics, counted } = await dispatched();
    const reference = `${id}-1-1`;
    for (const [sequence, kind, status] of [
      [3, "out-for-delivery", "out-for-delivery"],
      [1, "collected", "out-for-delivery"],
      [3, "out-for-delivery", "out-for-delivery"],
      [4, "delivered", "delivered"],
      [2, "in-transit", "delivered"],
      [4, "delivered", "delivered"],
    ] as const) {
      const reply = await tell(reference, { sequence, kind });
      expect([reply.status, await reply.json()]).toEqual([200, { received: true }]);
      expect((await show()).status).toBe(status);
    }
    const { tracking, estimate } = await show();
    expect(tracking.map(({ kind }) => kind)).toEqual([
      "collected",
      "in-transit",
      "out-for-delivery",
      "delivered",
    ]);
    expect(tracking.map(({ number }) => number)).toEqual([2, 4, 1, 3]);
    expect(estimate).toBeNull();
    expect(topics()).toEqual(["shipment.dispatched.v1", "shipment.delivered.v1"]);
    expect(counted).toEqual(["applied", "applied", "duplicate", "applied", "applied", "duplicate"]);
  });

  it("marks a shipment of several packages delivered when all of them are", async () => {
    const { id, tell, show, topics } = await dispatched(20);
    for (const [number, status] of [
      [1, "dispatched"],
      [3, "dispatched"],
      [2, "delivered"],
    ] as const) {
      await tell(`${id}-${number}-1`, { sequence: 4, kind: "delivered" });
      expect((await show()).status).toBe(status);
    }
    expect(topics()).toEqual(["shipment.dispatched.v1", "shipment.delivered.v1"]);
  });

  it("records undeliverable goods and customer returns as returned", async () => {
    const lost = await dispatched();
    for (const [sequence, kind] of [
      [1, "delivery-failed"],
      [2, "returning"],
      [3, "returned"],
    ] as const)
      await lost.tell(`${lost.id}-1-1`, { sequence, kind });
    expect(lost.shipments.events.at(-1)).toMatchObject({ data: { reason: "undeliverable" } });

    const back = await dispatched();
    const request = () => back.post(`/v1/shipments/${back.id}/return`, back.id);
    expect(await answer(await request())).toEqual([409, "shipment-not-delivered"]);
    await back.tell(`${back.id}-1-1`, { sequence: 4, kind: "delivered" });
    for (let i = 0; i < 2; i += 1)
      expect(await (await request()).json()).toMatchObject({ status: "returning" });
    await back.tell(`${back.id}-1-r`, { sequence: 4, kind: "delivered" });
    expect((await back.show()).status).toBe("returned");
    expect(back.shipments.events.at(-1)).toMatchObject({ data: { reason: "customer-return" } });
  });

  it("refuses callbacks without the carrier's signature", async () => {
    const { id, callback, topics, counted } = await dispatched();
    const event = { id: "e", sequence: 9, kind: "delivered", place: null, at: now.toISOString() };
    const body = JSON.stringify({ parcelId: "par_1", reference: `${id}-1-1`, event });
    const old = new Date(now.getTime() - 301_000);
    for (const signature of [
      "",
      "t=1,v1=00",
      signBody("another secret, also long enough", body, now),
      signBody(callbackSecret, `${body} `, now),
      signBody(callbackSecret, body, old),
    ])
      expect(await answer(await callback(body, signature))).toEqual([401, "signature-invalid"]);
    expect(topics()).toEqual(["shipment.dispatched.v1"]);
    expect(new Set(counted)).toEqual(new Set(["signature-invalid"]));
  });

  it.each([
    "",
    "{",
    "{}",
    "null",
    { sequence: 1.5 },
    { sequence: -1 },
    { sequence: 1e12 },
    { kind: "lost" },
    { at: "tomorrow" },
    { at: "0001-01-01T00:00:00.000Z" },
  ])("refuses %j, though signed", async (wrong) => {
    const { id, callback, show } = await dispatched();
    const event = { id: "e", sequence: 1, kind: "collected", place: null, at: now.toISOString() };
    const body =
      typeof wrong === "string"
        ? wrong
        : { parcelId: "par_1", reference: `${id}-1-1`, event: { ...event, ...wrong } };
    expect(await answer(await callback(body))).toEqual([400, "callback-malformed"]);
    expect((await show()).tracking).toEqual([]);
  });

  it("stores nothing of unknown parcels, or of another parcel's id", async () => {
    const { id, callback, show, counted } = await dispatched();
    const event = { id: "e", sequence: 9, kind: "delivered", place: null, at: now.toISOString() };
    for (const reference of [
      `${newId("shp")}-1-1`,
      `${id}-2-1`,
      `${id}-1-r`,
      "",
      "x".repeat(5000),
      `${id}-1-1`,
    ]) {
      const reply = await callback({ parcelId: "par_of-another-sender", reference, event });
      expect([reply.status, await reply.json()]).toEqual([200, { received: false }]);
    }
    expect((await show()).status).toBe("dispatched");
    expect(new Set(counted)).toEqual(new Set(["unknown"]));
  });

  it("truncates place names to fit its table", async () => {
    const { id, tell, show } = await dispatched();
    await tell(`${id}-1-1`, { sequence: 1, kind: "collected", place: "🏕".repeat(500) });
    expect([...((await show()).tracking[0]?.place ?? "")]).toHaveLength(100);
  });
});
