import { type Order as OrderReply, Refusal, type ReservationLine } from "@caravan/contracts";
import type { Dependencies, PlaceRequest, StoredReply } from "../dependencies.ts";
import { place, priceLines } from "../domain/order.ts";

/** Places an order once per key: prices from the catalogue, stock held at inventory, then order and event in one transaction. */
export const placeOrder = (dependencies: Dependencies, request: PlaceRequest): Promise<StoredReply> =>
  dependencies.orders.placeOnce(request, async (orderId, save): Promise<OrderReply> => {
    const { shopperId, lines } = request;
    const prices = await dependencies.prices.of(lines.map(({ sku }) => sku));
    const priced = priceLines(lines, prices);
    const held = await holdStock(dependencies, orderId, lines);
    const now = dependencies.now();
    try {
      return await save(
        place({ id: held.orderId, shopperId, reservationId: held.reservationId, lines: priced, now }),
      );
    } catch (error) {
      if (certainlyNotSaved(error)) await dependencies.inventory.release(held.reservationId);
      throw error;
    }
  });

const holdStock = async (
  { inventory, newOrderId }: Dependencies,
  orderId: string,
  lines: readonly ReservationLine[],
): Promise<{ orderId: string; reservationId: string }> => {
  try {
    return { orderId, ...(await inventory.hold(orderId, lines)) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // An earlier attempt with this key held stock under this id and gave it back: start over under another id.
    if (error.code === "reservation-ended") {
      const fresh = newOrderId();
      return { orderId: fresh, ...(await inventory.hold(fresh, lines)) };
    }
    if (error.code === "stock-check-unavailable") await inventory.releaseOrder(orderId, lines);
    throw error;
  }
};

/**
 * Reports whether the order does not exist for sure. When the connection broke, the commit may have happened; when
 * another attempt took the key over, the hold is that attempt's by now. In both cases it must not be given back.
 */
const certainlyNotSaved = (error: unknown): boolean =>
  !(error instanceof Refusal && ["database-unavailable", "idempotency-key-in-progress"].includes(error.code));
