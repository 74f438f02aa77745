import type { inventoryRoutes } from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import type { Inventory } from "../dependencies.ts";
import { outcomeOf } from "./outcome.ts";

type InventoryClient = Pick<
  Client<typeof inventoryRoutes>,
  "reserveStock" | "commitReservation" | "releaseReservation" | "returnReservation"
>;

const timeoutSeconds = 5;

/** The answers of inventory after which a hold is not asked for again. */
const reserveRefusals = [
  ...["out-of-stock", "sku-unknown", "reservation-ended", "reservation-differs"],
  ...["allotment-unknown", "allotment-differs"],
];

/** Inventory, called through the mesh. The order's id is the key of its hold, the reservation's id the key of all later commands. */
export const openInventory = (client: InventoryClient): Inventory => {
  const call = (reservationId: string) => ({
    params: { reservationId },
    idempotencyKey: reservationId,
    timeoutSeconds,
  });
  return {
    reserve: ({ id: orderId, lines, allotmentId }) =>
      outcomeOf(async () => {
        const body = {
          orderId,
          lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
          ...(allotmentId === null ? {} : { allotmentId }),
        };
        const held = await client.reserveStock({ body, idempotencyKey: orderId, timeoutSeconds });
        return { reservationId: held.id, heldUntil: new Date(held.expiresAt) };
      }, reserveRefusals),
    commit: (id) =>
      outcomeOf(async () => {
        await client.commitReservation(call(id));
        return {};
      }, ["out-of-stock", "reservation-ended", "reservation-unknown"]),
    release: (id) =>
      outcomeOf(async () => {
        await client.releaseReservation(call(id));
        return {};
      }, ["reservation-ended", "reservation-unknown"]),
    return: (id) =>
      outcomeOf(async () => {
        await client.returnReservation(call(id));
        return {};
      }, ["reservation-unknown"]),
  };
};
