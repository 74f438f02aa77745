import { newId, Refusal, type Shipment } from "@caravan/contracts";
import { describe, expect, it, vi } from "vitest";
import { address, orderIn } from "../testing/make-order.ts";
import { openLogistics } from "./logistics.ts";

const shipment: Shipment = {
  ...{ id: newId("shp"), orderId: newId("ord"), status: "preparing", packages: [], deliverTo: address },
  ...{ estimate: null, tracking: [], createdAt: "2026-11-21T09:30:00.000Z" },
};
const open = (made: Shipment = shipment) => {
  const reply = vi.fn(async () => made);
  const client = { createShipment: reply, cancelShipment: reply, createReturn: reply };
  return { reply, logistics: openLogistics(client) };
};
const refusal = (code: string) => new Refusal({ kind: "conflict", code, detail: code });

describe("logistics", () => {
  it("gets lines and address under the order's id as key, and returns the state of the parcel", async () => {
    const { reply, logistics } = open();
    const order = orderIn("confirmed");
    expect(await logistics.ship(order, address)).toEqual({
      kind: "done",
      learned: { shipmentId: shipment.id, shipmentStatus: "preparing" },
    });
    const lines = order.lines.map(({ sku, quantity }) => ({ sku, quantity }));
    const body = { orderId: order.id, shopperId: order.shopperId, deliverTo: address, lines };
    expect(reply).toHaveBeenCalledWith(expect.objectContaining({ idempotencyKey: order.id, body }));
  });

  it("has stopped a parcel only when the reply says cancelled", async () => {
    const cancelled = open({ ...shipment, status: "cancelled" });
    expect(await cancelled.logistics.cancel(shipment.id)).toMatchObject({ kind: "done" });
    const { reply, logistics } = open();
    expect(await logistics.cancel(shipment.id)).toMatchObject({ kind: "unclear" });
    reply.mockRejectedValue(refusal("shipment-dispatched"));
    expect(await logistics.cancel(shipment.id)).toMatchObject({ kind: "refused" });
  });

  it("is asked again while the outcome is unclear, so that no paid order is left unshipped", async () => {
    const { reply, logistics } = open();
    for (const code of ["shipment-differs", "callee-unavailable", "carrier-unavailable"]) {
      reply.mockRejectedValue(refusal(code));
      expect(await logistics.ship(orderIn("confirmed"), address)).toMatchObject({ kind: "unclear" });
      expect(await logistics.fetchBack(shipment.id)).toMatchObject({ kind: "unclear" });
    }
  });
});
