import { type inventoryRoutes, Refusal } from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import type { Inventory } from "../dependencies.ts";
import { stockCheckUnavailable } from "../domain/refusals.ts";
import { onOwnTime } from "./own-time.ts";

type InventoryClient = Pick<Client<typeof inventoryRoutes>, "reserveStock" | "releaseReservation">;

const holdSeconds = 5;
/** Short: the shopper waits for it, and expiry does the same later. */
const releaseSeconds = 1;

/** Inventory's own words. Anything else was not said by inventory, or not understood: then nobody knows the outcome. */
const passedOn = new Set(["out-of-stock", "sku-unknown", "reservation-ended", "reservation-differs"]);

/** Inventory, called through the mesh. */
export const openInventory = (
  client: InventoryClient,
  log: { warn(fields: object, message: string): void },
): Inventory => {
  const reserve = (orderId: string, lines: Parameters<Inventory["hold"]>[1], timeoutSeconds: number) =>
    client.reserveStock({ body: { orderId, lines: [...lines] }, idempotencyKey: orderId, timeoutSeconds });
  const release = async (reservationId: string): Promise<void> => {
    await client.releaseReservation({
      params: { reservationId },
      idempotencyKey: reservationId,
      timeoutSeconds: releaseSeconds,
    });
  };
  const atBest = (work: () => Promise<void>): Promise<void> =>
    onOwnTime(work).catch((error: unknown) => log.warn({ err: error }, "a hold is left to expire"));
  return {
    async hold(orderId, lines) {
      try {
        const { id } = await reserve(orderId, lines, holdSeconds);
        return { reservationId: id };
      } catch (error) {
        throw error instanceof Refusal && passedOn.has(error.code) ? error : stockCheckUnavailable(error);
      }
    },
    release: (reservationId) => atBest(() => release(reservationId)),
    // Only the reply knew the reservation's id. Asking again gives the same one, or makes one that is given back at once.
    releaseOrder: (orderId, lines) =>
      atBest(async () => {
        const { id } = await reserve(orderId, lines, releaseSeconds);
        await release(id);
      }),
  };
};
