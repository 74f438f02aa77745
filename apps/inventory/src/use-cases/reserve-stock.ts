import { requireKey } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { type Line, linesOf, sameLines } from "../domain/goods.ts";
import {
  allotmentUnknown,
  notOfAllotment,
  outOfStock,
  reservationDiffers,
  reservationEnded,
  skuUnknown,
} from "../domain/refusals.ts";
import { type Reservation, type Wanted, want } from "../domain/reservation.ts";

/** Holds all lines for an order or none. A repetition returns the same reservation. */
export const reserveStock = async (
  dependencies: Dependencies,
  input: {
    orderId: string;
    lines: readonly Line[];
    allotmentId?: string | undefined;
    idempotencyKey: string;
  },
): Promise<Reservation> => {
  const { reservations, holdMinutes, count } = dependencies;
  const { orderId, lines, allotmentId } = input;
  // The order's id is the key: the reservation itself then remembers the request, without a second table.
  requireKey(input.idempotencyKey, orderId);
  const now = dependencies.now();
  const id = dependencies.newReservationId();
  const wanted = want({ id, orderId, lines, now, holdMinutes, allotmentId });
  const hold = await reservations.hold(wanted, now);
  if (hold.outcome === "order-known") return sameAgain(dependencies, wanted);
  if (hold.outcome === "held") {
    count("held");
    return hold.reservation;
  }
  if (allotmentId !== undefined) await checkAllotment(dependencies, allotmentId, lines);
  const known = new Set(hold.levels.map((level) => level.sku));
  const unknown = lines.map((line) => line.sku).filter((sku) => !known.has(sku));
  if (unknown.length > 0) throw skuUnknown(unknown);
  count("out-of-stock");
  throw outOfStock(lines, hold.levels);
};

/** Tells why nothing could be held for a sale, unless too little is left. @throws Refusal `allotment-unknown`, `allotment-differs` */
const checkAllotment = async (
  { allotments }: Dependencies,
  id: string,
  lines: readonly Line[],
): Promise<void> => {
  const allotment = await allotments.find(id);
  if (allotment === undefined) throw allotmentUnknown(id);
  if (lines.some(({ sku }) => sku !== allotment.sku)) throw notOfAllotment(allotment);
};

const sameAgain = async ({ reservations }: Dependencies, asked: Wanted): Promise<Reservation> => {
  const existing = await reservations.findByOrder(asked.orderId);
  if (existing === undefined)
    throw new Error(`the reservation of ${asked.orderId} is known and cannot be found`);
  const same = sameLines(linesOf(existing.allocations), asked.lines);
  // A commit of an expired hold may have taken its pieces from free stock.
  const fromSame = existing.allotmentId === asked.allotmentId || existing.status !== "held";
  if (!same || !fromSame) throw reservationDiffers(asked.orderId);
  if (existing.status !== "held" && existing.status !== "committed") throw reservationEnded(existing);
  return existing;
};
