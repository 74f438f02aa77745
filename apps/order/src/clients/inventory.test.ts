import { newId, Refusal, type Reservation } from "@caravan/contracts";
import { describe, expect, it, vi } from "vitest";
import { openInventory } from "./inventory.ts";

const lines = [{ sku: "CAR-0001", quantity: 1 }];
const open = () => {
  const reservation = async (): Promise<Reservation> => ({
    ...{ id: "rsv_1", orderId: newId("ord"), status: "held", lines },
    expiresAt: "2026-11-21T09:45:00.000Z",
  });
  const client = {
    reserveStock: vi.fn(reservation),
    commitReservation: vi.fn(reservation),
    releaseReservation: vi.fn(reservation),
    returnReservation: vi.fn(reservation),
  };
  return { client, inventory: openInventory(client) };
};
const refusal = (kind: Refusal["kind"], code: string) => new Refusal({ kind, code, detail: code });

describe("inventory", () => {
  it("is called under the order's id as key, and under the reservation's after that", async () => {
    const { client, inventory } = open();
    const orderId = newId("ord");
    expect(await inventory.reserve({ id: orderId, lines, allotmentId: null })).toEqual({
      kind: "done",
      learned: { reservationId: "rsv_1", heldUntil: new Date("2026-11-21T09:45:00.000Z") },
    });
    const allotmentId = newId("alm");
    await inventory.reserve({ id: orderId, lines, allotmentId });
    expect(client.reserveStock).toHaveBeenLastCalledWith(
      expect.objectContaining({ idempotencyKey: orderId, body: { orderId, lines, allotmentId } }),
    );
    const first = expect.objectContaining({ idempotencyKey: orderId, body: { orderId, lines } });
    expect(client.reserveStock).toHaveBeenCalledWith(first);
    for (const verb of ["commit", "release", "return"] as const) {
      expect(await inventory[verb]("rsv_1")).toEqual({ kind: "done", learned: {} });
      const call = { params: { reservationId: "rsv_1" }, idempotencyKey: "rsv_1" };
      expect(client[`${verb}Reservation`]).toHaveBeenCalledWith(expect.objectContaining(call));
    }
  });

  it.each([
    ...["out-of-stock", "sku-unknown", "reservation-ended", "reservation-differs"],
    ...["allotment-unknown", "allotment-differs"],
  ])("refuses for good with its own code when it answers %s", async (code) => {
    const { client, inventory } = open();
    client.reserveStock.mockRejectedValue(refusal("conflict", code));
    expect(await inventory.reserve({ id: newId("ord"), lines, allotmentId: null })).toMatchObject({
      kind: "refused",
      code,
    });
  });

  it.each([
    refusal("deadline", "deadline-exceeded"),
    refusal("unavailable", "callee-unavailable"),
    refusal("forbidden", "forbidden"),
    refusal("too-many", "rate-limited"),
    new Error("anything"),
  ])("is unclear after %s", async (error) => {
    const { client, inventory } = open();
    for (const ask of Object.values(client)) ask.mockRejectedValue(error);
    expect(await inventory.reserve({ id: newId("ord"), lines, allotmentId: null })).toMatchObject({
      kind: "unclear",
    });
    for (const verb of ["commit", "release", "return"] as const)
      expect(await inventory[verb]("rsv_1")).toMatchObject({ kind: "unclear" });
  });
});
