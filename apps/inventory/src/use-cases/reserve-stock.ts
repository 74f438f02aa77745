import { requireKey } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { type Line, linesOf, sameLines } from "../domain/goods.ts";
import { outOfStock, reservationDiffers, reservationEnded, skuUnknown } from "../domain/refusals.ts";
import { type Reservation, type Wanted, want } from "../domain/reservation.ts";

/** Holds all lines for an order or none. A repetition returns the same reservation. */
export const reserveStock = async (
  dependencies: Dependencies,
  input: { orderId: string; lines: readonly Line[]; idempotencyKey: string },
): Promise<Reservation> => {
  const { reservations, holdMinutes, count } = dependencies;
  const { orderId, lines } = input;
  // The order's id is the key: the reservation itself then remembers the request, without a second table.
  requireKey(input.idempotencyKey, orderId);
  const now = dependencies.now();
  const wanted = want({ id: dependencies.newReservationId(), orderId, lines, now, holdMinutes });
  const hold = await reservations.hold(wanted, now);
  if (hold.outcome === "order-known") return sameAgain(dependencies, wanted);
  if (hold.outcome === "held") {
    count("held");
    return hold.reservation;
  }
  const known = new Set(hold.levels.map((level) => level.sku));
  const unknown = lines.map((line) => line.sku).filter((sku) => !known.has(sku));
  if (unknown.length > 0) throw skuUnknown(unknown);
  count("out-of-stock");
  throw outOfStock(lines, hold.levels);
};

const sameAgain = async ({ reservations }: Dependencies, asked: Wanted): Promise<Reservation> => {
  const existing = await reservations.findByOrder(asked.orderId);
  if (existing === undefined)
    throw new Error(`the reservation of ${asked.orderId} is known and cannot be found`);
  if (!sameLines(linesOf(existing.allocations), asked.lines)) throw reservationDiffers(asked.orderId);
  if (existing.status !== "held" && existing.status !== "committed") throw reservationEnded(existing);
  return existing;
};
