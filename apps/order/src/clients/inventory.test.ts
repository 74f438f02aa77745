import { newId, Refusal, type Reservation } from "@caravan/contracts";
import { describe, expect, it, vi } from "vitest";
import { openInventory } from "./inventory.ts";

const lines = [{ sku: "CAR-0001", quantity: 1 }];
const reservation = (orderId: string): Reservation => ({
  id: orderId.replace("ord_", "rsv_"),
  orderId,
  status: "held",
  lines,
  expiresAt: "2026-11-21T09:45:00.000Z",
});
const open = () => {
  const client = {
    reserveStock: vi.fn(async ({ body }: { body: { orderId: string } }) => reservation(body.orderId)),
    releaseReservation: vi.fn(async () => reservation(newId("ord"))),
  };
  const warn = vi.fn();
  return { client, warn, inventory: openInventory(client, { warn }) };
};
const refusal = (kind: Refusal["kind"], code: string) => new Refusal({ kind, code, detail: code });

describe("inventory", () => {
  it("is asked under the order's id as key, so that asking twice holds once", async () => {
    const { client, inventory } = open();
    const orderId = newId("ord");
    expect(await inventory.hold(orderId, lines)).toEqual({ reservationId: reservation(orderId).id });
    expect(client.reserveStock).toHaveBeenCalledWith(
      expect.objectContaining({ idempotencyKey: orderId, body: { orderId, lines } }),
    );
  });

  it.each(["out-of-stock", "sku-unknown", "reservation-ended", "reservation-differs"])(
    "is quoted when it says %s",
    async (code) => {
      const { client, inventory } = open();
      client.reserveStock.mockRejectedValue(refusal("conflict", code));
      await expect(inventory.hold(newId("ord"), lines)).rejects.toMatchObject({ code });
    },
  );

  it.each([
    refusal("deadline", "deadline-exceeded"),
    refusal("unavailable", "callee-unavailable"),
    refusal("forbidden", "forbidden"),
    refusal("too-many", "rate-limited"),
    new Error("anything"),
  ])("is not known to have held anything after %s", async (error) => {
    const { client, inventory } = open();
    client.reserveStock.mockRejectedValue(error);
    await expect(inventory.hold(newId("ord"), lines)).rejects.toMatchObject({
      kind: "unavailable",
      code: "stock-check-unavailable",
      cause: error,
    });
  });

  it("gives back what an unknown outcome may have held: asks again, then releases", async () => {
    const { client, inventory } = open();
    const orderId = newId("ord");
    await inventory.releaseOrder(orderId, lines);
    const { id } = reservation(orderId);
    expect(client.releaseReservation).toHaveBeenCalledWith(
      expect.objectContaining({ params: { reservationId: id }, idempotencyKey: id }),
    );
  });

  it("leaves a hold to expire when it cannot be given back, and says so in the log", async () => {
    const { client, warn, inventory } = open();
    client.releaseReservation.mockRejectedValue(refusal("unavailable", "callee-unavailable"));
    await inventory.release(newId("rsv"));
    await inventory.releaseOrder(newId("ord"), lines);
    expect(warn).toHaveBeenCalledTimes(2);
  });
});
