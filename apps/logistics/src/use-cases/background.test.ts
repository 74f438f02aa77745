import { newId } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { openFakeLogistics, staff } from "../testing/fake-logistics.ts";
import { dispatchDue } from "./dispatch-due.ts";
import { pollDue } from "./poll-due.ts";

const open = async (quantity = 1) => {
  const logistics = openFakeLogistics();
  const { id } = await logistics.create(newId("gst"), [{ sku: "CAR-0001", quantity }]);
  const { dependencies, shipments } = logistics;
  return {
    ...logistics,
    id,
    dispatch: () => dispatchDue(dependencies),
    poll: () => pollDue(dependencies),
    status: async () => (await shipments.find(id))?.status,
    topics: () => shipments.events.map(({ topic }) => topic),
  };
};

describe("the dispatcher", () => {
  it("hands a shipment over when it is due, not before", async () => {
    const { dispatch, pass, status, carrier, topics } = await open();
    pass(19);
    await dispatch();
    expect([await status(), carrier.parcels.size]).toEqual(["preparing", 0]);
    pass(1);
    await dispatch();
    await dispatch();
    expect([await status(), carrier.asked.length]).toEqual(["dispatched", 1]);
    expect(topics()).toEqual(["shipment.dispatched.v1"]);
  });

  it("repeats the call under the same reference until the answer is clear, and keeps accepted parcels", async () => {
    const { id, dispatch, pass, status, carrier, post } = await open(20);
    carrier.mishaps.push("unavailable", "timeout-after-effect");
    pass(20);
    await dispatch();
    await dispatch();
    expect(carrier.asked).toEqual([1, 2, 3].map((number) => `${id}-${number}-1`));
    expect(await status()).toBe("preparing");
    expect((await post(`/v1/shipments/${id}/cancellation`, id)).status).toBe(409);
    pass(2);
    await dispatch();
    expect(carrier.asked).toEqual([1, 2, 3, 1, 2].map((number) => `${id}-${number}-1`));
    expect([await status(), carrier.parcels.size]).toEqual(["dispatched", 3]);
  });

  it("continues where a replica died", async () => {
    const { id, dispatch, pass, status, shipments, dependencies, carrier } = await open();
    pass(20);
    const start = dependencies.now();
    await shipments.claimDue("announce", start, new Date(start.getTime() + 60_000), 10);
    pass(59);
    await dispatch();
    expect(carrier.asked).toEqual([]);
    pass(1);
    await dispatch();
    expect([await status(), carrier.asked]).toEqual(["dispatched", [`${id}-1-1`]]);
  });

  it("announces a very large order batch by batch; another replica continues where the first died", async () => {
    const { id, dispatch, pass, status, carrier, shipments } = await open(99);
    const parcels = (await shipments.find(id))?.parcels.length ?? 0;
    expect(parcels).toBeGreaterThan(8);
    carrier.mishaps.push(...Array.from({ length: 8 }, () => undefined), "died");
    pass(20);
    void dispatch();
    await expect.poll(() => carrier.asked.length).toBe(Math.min(parcels, 16));
    expect((await shipments.find(id))?.parcels.filter(({ parcelId }) => parcelId !== null)).toHaveLength(8);
    pass(59);
    await dispatch();
    expect(carrier.asked.length).toBe(Math.min(parcels, 16));
    pass(1);
    await dispatch();
    expect(await status()).toBe("dispatched");
    expect(carrier.asked.filter((reference) => reference === `${id}-1-1`)).toHaveLength(1);
  });

  it("stops after a final refusal of the carrier, and shows it to staff until they dispatch it again", async () => {
    const { id, dispatch, pass, status, carrier, get, post } = await open();
    carrier.mishaps.push("refused");
    pass(20);
    await dispatch();
    pass(86_400);
    await dispatch();
    expect([carrier.asked.length, await status()]).toEqual([1, "preparing"]);
    const stopped = async () => (await get("/v1/staff/shipments/stopped", staff)).json();
    expect(await stopped()).toMatchObject({
      items: [{ why: "carrier-refused:input-invalid", shipment: { id } }],
    });
    expect((await post(`/v1/staff/shipments/${id}/dispatch`, "k", undefined, staff)).status).toBe(200);
    expect([await status(), await stopped()]).toEqual(["dispatched", { items: [] }]);
  });

  it("announces return parcels too", async () => {
    const { id, dispatch, pass, post, tell, carrier } = await open();
    pass(20);
    await dispatch();
    await tell(`${id}-1-1`, { sequence: 4, kind: "delivered" });
    await post(`/v1/shipments/${id}/return`, id);
    await dispatch();
    expect([...carrier.parcels.values()].map(({ reference, isReturn }) => [reference, isReturn])).toEqual([
      [`${id}-1-1`, false],
      [`${id}-1-r`, true],
    ]);
  });

  it("hands over a backlog of hundreds in one round, and one that fails does not hold up the others", async () => {
    const { create, dispatch, pass, carrier } = await open();
    for (let i = 0; i < 100; i += 1) await create(newId("gst"));
    pass(20);
    carrier.mishaps.push("unavailable");
    await dispatch();
    expect(carrier.parcels.size).toBe(100);
  });
});

describe("polling", () => {
  it("finds lost callbacks once there has been no news for too long", async () => {
    const { id, dispatch, poll, pass, status, carrier, tell, topics } = await open();
    pass(20);
    await dispatch();
    const at = new Date("2026-11-25T12:00:00.000Z");
    carrier.parcels
      .get(`${id}-1-1`)
      ?.stations.push(
        { sequence: 1, kind: "collected", place: null, at },
        { sequence: 2, kind: "delivered", place: null, at },
      );
    pass(59);
    await tell(`${id}-1-1`, { sequence: 1, kind: "collected" });
    pass(59);
    await poll();
    expect(await status()).toBe("dispatched");
    pass(1);
    await poll();
    expect(await status()).toBe("delivered");
    expect(topics()).toEqual(["shipment.dispatched.v1", "shipment.delivered.v1"]);
    pass(3600);
    carrier.mishaps.push("unavailable");
    await poll();
    expect(carrier.mishaps).toHaveLength(1);
  });

  it("polls again when the carrier did not answer", async () => {
    const { id, dispatch, poll, pass, status, carrier } = await open();
    pass(20);
    await dispatch();
    const at = new Date("2026-11-25T12:00:00.000Z");
    carrier.parcels.get(`${id}-1-1`)?.stations.push({ sequence: 1, kind: "delivered", place: null, at });
    carrier.mishaps.push("unavailable");
    pass(60);
    await poll();
    expect(await status()).toBe("dispatched");
    pass(2);
    await poll();
    expect(await status()).toBe("delivered");
  });
});
