import {
  newId,
  type Order as OrderReply,
  type PostalAddress,
  Refusal,
  type ReservationLine,
} from "@caravan/contracts";
import type { Dependencies, Outcome, StoredReply } from "../dependencies.ts";
import { priceLines } from "../domain/order.ts";
import { place } from "../domain/place.ts";
import { orderReply } from "../domain/replies.ts";
import { moment } from "./moment.ts";

/** Who orders what, to where, under which key. */
export interface PlaceRequest {
  readonly shopperId: string;
  readonly key: string;
  readonly lines: readonly ReservationLine[];
  readonly deliverTo: PostalAddress;
}

/** Places an order once per key: prices from the catalogue, stock held at inventory, then all of it in one transaction. */
export const placeOrder = (
  dependencies: Dependencies,
  { shopperId, key, lines, deliverTo }: PlaceRequest,
): Promise<StoredReply<OrderReply>> =>
  dependencies.orders.placeOnce(
    {
      scope: `placeOrder:${shopperId}`,
      key,
      content: { lines, deliverTo },
      newResourceId: () => newId("ord"),
    },
    async (orderId, save) => {
      const prices = await dependencies.prices.of(lines.map(({ sku }) => sku));
      const priced = priceLines(lines, prices);
      const held = await holdStock(dependencies, orderId, lines);
      const placed = place({ ...held, shopperId, lines: priced, deliverTo }, moment(dependencies));
      try {
        return await save(placed, orderReply(placed.order, placed.entries));
      } catch (error) {
        if (held.reservationId !== null && certainlyNotSaved(error))
          await dependencies.inventory.release(held.reservationId);
        throw error;
      }
    },
  );

/** The hold, or none when nobody knows whether there is one: the order then stands and asks again. */
const holdStock = async (
  { inventory, newOrderId }: Dependencies,
  orderId: string,
  lines: readonly ReservationLine[],
): Promise<{ id: string; reservationId: string | null }> => {
  const outcome = await inventory.reserve(orderId, lines);
  // An earlier attempt with this key held stock under this id and gave it back: start over under another id.
  if (outcome.kind !== "refused" || outcome.code !== "reservation-ended") return heldBy(orderId, outcome);
  const fresh = newOrderId();
  return heldBy(fresh, await inventory.reserve(fresh, lines));
};

const heldBy = (id: string, outcome: Outcome): { id: string; reservationId: string | null } => {
  if (outcome.kind === "refused") throw outcome.cause ?? new Error(outcome.code);
  return { id, reservationId: outcome.kind === "done" ? (outcome.learned.reservationId ?? null) : null };
};

/**
 * Reports whether the order does not exist for sure. When the connection broke, the commit may have happened; when
 * another attempt took the key over, the hold is that attempt's by now. In both cases it must not be given back.
 */
const certainlyNotSaved = (error: unknown): boolean =>
  !(error instanceof Refusal && ["database-unavailable", "idempotency-key-in-progress"].includes(error.code));
