import { PDFDocument } from "@cantoo/pdf-lib";
import { newId, Page, Problem, Shipment } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { address, openFakeLogistics, shopper, staff } from "./testing/fake-logistics.ts";
import { dispatchDue } from "./use-cases/dispatch-due.ts";

const answer = async (reply: Response) => [reply.status, v.parse(Problem, await reply.json()).code];
const lines = [{ sku: "CAR-0001", quantity: 2 }];

describe("POST /v1/shipments", () => {
  it("prepares the shipment of an order, packed, with an estimate", async () => {
    const { create } = openFakeLogistics();
    const shipment = await create(newId("gst"), [{ sku: "CAR-0001", quantity: 20 }]);
    expect(shipment).toMatchObject({ status: "preparing", deliverTo: address, tracking: [] });
    expect(shipment.packages.flatMap((one) => one.lines.map(({ quantity }) => quantity))).toEqual([7, 7, 6]);
    expect(shipment.estimate?.to).toBe("2026-11-30T20:00:00.000Z");
  });

  it("gives one order one shipment, and refuses another one for it", async () => {
    const { create, post } = openFakeLogistics();
    const [orderId, shopperId] = [newId("ord"), newId("gst")];
    const first = await create(shopperId, lines, orderId);
    expect(await create(shopperId, lines, orderId)).toEqual(first);
    const body = { orderId, shopperId, deliverTo: address, lines };
    for (const other of [
      { ...body, lines: [{ sku: "CAR-0001", quantity: 3 }] },
      { ...body, deliverTo: { ...address, city: "Paris" } },
    ])
      expect(await answer(await post("/v1/shipments", orderId, other))).toEqual([409, "shipment-differs"]);
    expect(await answer(await post("/v1/shipments", "key-1", body))).toEqual([
      422,
      "idempotency-key-mismatch",
    ]);
  });
});

describe("cancelling and dispatching", () => {
  it("cancels a shipment that has not been handed over, for good", async () => {
    const { create, post, dependencies, carrier, pass } = openFakeLogistics();
    const { id } = await create(newId("gst"));
    const cancel = () => post(`/v1/shipments/${id}/cancellation`, id);
    for (let i = 0; i < 2; i += 1)
      expect(await (await cancel()).json()).toMatchObject({ status: "cancelled", estimate: null });
    pass(100);
    await dispatchDue(dependencies);
    expect(carrier.parcels.size).toBe(0);
    const dispatch = post(`/v1/staff/shipments/${id}/dispatch`, "key-1", undefined, staff);
    expect(await answer(await dispatch)).toEqual([409, "shipment-cancelled"]);
  });

  it("refuses to cancel a shipment that the carrier has or may have", async () => {
    const { create, post, carrier } = openFakeLogistics();
    const { id } = await create(newId("gst"));
    carrier.mishaps.push("timeout-after-effect");
    const dispatch = () => post(`/v1/staff/shipments/${id}/dispatch`, "key-1", undefined, staff);
    const unclear = await dispatch();
    expect(unclear.headers.get("retry-after")).toBe("5");
    expect(await answer(unclear)).toEqual([503, "carrier-unavailable"]);
    const cancel = () => post(`/v1/shipments/${id}/cancellation`, id);
    expect(await answer(await cancel())).toEqual([409, "shipment-dispatched"]);
    for (let i = 0; i < 2; i += 1)
      expect(v.parse(Shipment, await (await dispatch()).json())).toMatchObject({
        status: "dispatched",
        packages: [{ trackingCode: "CRV000001" }],
      });
    expect(await answer(await cancel())).toEqual([409, "shipment-dispatched"]);
    expect(carrier.parcels.size).toBe(1);
  });

  it("lets only staff dispatch and print", async () => {
    const { create, post, get } = openFakeLogistics();
    const own = newId("gst");
    const { id } = await create(own);
    for (const [headers, expected] of [
      [{}, [401, "sign-in-needed"]],
      [shopper(own), [403, "scope-missing"]],
    ] as const) {
      const dispatch = await post(`/v1/staff/shipments/${id}/dispatch`, "key-1", undefined, headers);
      expect(await answer(dispatch)).toEqual(expected);
      expect(await answer(await get(`/v1/staff/shipments/${id}/packages/1/label`, headers))).toEqual(
        expected,
      );
    }
  });
});

describe("reading shipments", () => {
  it("shows shoppers their own, and treats another shopper's as unknown", async () => {
    const { create, get } = openFakeLogistics();
    const [mine, other] = [newId("gst"), newId("usr")];
    const shipment = await create(mine);
    expect(await (await get(`/v1/shipments/${shipment.id}`, shopper(mine))).json()).toEqual(shipment);
    for (const path of [shipment.id, newId("shp"), `${shipment.id}/events`])
      expect(await answer(await get(`/v1/shipments/${path}`, shopper(other)))).toEqual([
        404,
        "shipment-unknown",
      ]);
    const page = v.parse(Page(Shipment), await (await get("/v1/shipments", shopper(other))).json());
    expect(page.items).toEqual([]);
  });

  it("pages through the shopper's own, newest first", async () => {
    const { create, get } = openFakeLogistics();
    const mine = newId("usr");
    const made: Shipment[] = [];
    for (let i = 0; i < 5; i += 1) made.push(await create(mine));
    const seen: string[] = [];
    for (let cursor: string | undefined = ""; cursor !== undefined; ) {
      const path: string = `/v1/shipments?limit=2${cursor && `&cursor=${cursor}`}`;
      const page = v.parse(Page(Shipment), await (await get(path, shopper(mine))).json());
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(
      made
        .map(({ id }) => id)
        .sort()
        .reverse(),
    );
    const [one] = made;
    const byOrder = await get(`/v1/shipments?orderId=${one?.orderId}`, shopper(mine));
    expect(v.parse(Page(Shipment), await byOrder.json()).items.map(({ id }) => id)).toEqual([one?.id]);
    expect(await answer(await get("/v1/shipments?cursor=nonsense", shopper(mine)))).toEqual([
      400,
      "cursor-unknown",
    ]);
  });
});

describe("GET …/label", () => {
  it("prints a package once the carrier has given it a number, until the address is erased", async () => {
    const { create, get, post, subscriptions } = openFakeLogistics();
    const userId = newId("usr");
    const { id } = await create(userId);
    const label = (number: number | string, shipmentId = id) =>
      get(`/v1/staff/shipments/${shipmentId}/packages/${number}/label`, staff);
    expect(await answer(await label(1))).toEqual([409, "label-unavailable"]);
    await post(`/v1/staff/shipments/${id}/dispatch`, "key-1", undefined, staff);
    const reply = await label(1);
    expect(reply.headers.get("content-type")).toBe("application/pdf");
    expect((await PDFDocument.load(await reply.arrayBuffer())).getPageCount()).toBe(1);
    expect(await answer(await label(2))).toEqual([409, "label-unavailable"]);
    expect(await answer(await label(1, newId("shp")))).toEqual([404, "shipment-unknown"]);

    const erased = {
      specversion: "1.0",
      id: newId("evt"),
      source: "/caravan/user",
      type: "user.erased.v1",
      data: { userId, at: "2026-11-25T10:00:00.000Z" },
    };
    const delivery = await subscriptions.request("/events/user.erased.v1", {
      method: "POST",
      body: JSON.stringify(erased),
    });
    expect(await delivery.json()).toEqual({ status: "SUCCESS" });
    expect(await answer(await label(1))).toEqual([409, "label-unavailable"]);
    expect(await (await get(`/v1/shipments/${id}`, shopper(userId))).json()).toMatchObject({
      deliverTo: null,
    });
  });
});
