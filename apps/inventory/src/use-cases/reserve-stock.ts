import type { Dependencies } from "../dependencies.ts";
import {
  keyMismatch,
  outOfStock,
  reservationDiffers,
  reservationEnded,
  skuUnknown,
} from "../domain/refusals.ts";
import { hold, type Line, type Reservation, sameLines } from "../domain/reservation.ts";
import type { Level } from "../domain/stock.ts";

/** How often to try again when pieces came back between the refusal and the look at the levels. */
const attempts = 3;

/** Holds all lines for an order or none. The same order asks again, the same reservation answers. */
export const reserveStock = async (
  dependencies: Dependencies,
  input: { orderId: string; lines: readonly Line[]; idempotencyKey: string },
): Promise<Reservation> => {
  const { reservations, stock, holdMinutes } = dependencies;
  const { orderId, lines } = input;
  // The order's id is the key: the reservation itself then remembers the request, without a second table.
  if (input.idempotencyKey !== orderId) throw keyMismatch(orderId);
  const now = dependencies.now();
  const reservation = hold({ id: dependencies.newReservationId(), orderId, lines, now, holdMinutes });
  let levels: Level[] = [];
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const outcome = await reservations.hold(reservation, now);
    if (outcome === "held") {
      dependencies.count("held");
      return reservation;
    }
    if (outcome === "order-known") return sameAgain(dependencies, reservation);
    levels = await stock.levels(lines.map((line) => line.sku));
    if (!enough(lines, levels)) break;
  }
  const known = new Set(levels.map((level) => level.sku));
  const unknown = lines.map((line) => line.sku).filter((sku) => !known.has(sku));
  if (unknown.length > 0) throw skuUnknown(unknown);
  dependencies.count("out-of-stock");
  throw outOfStock(lines, levels);
};

const sameAgain = async ({ reservations }: Dependencies, asked: Reservation): Promise<Reservation> => {
  const existing = await reservations.findByOrder(asked.orderId);
  if (existing === undefined)
    throw new Error(`the reservation of ${asked.orderId} is known and cannot be found`);
  if (!sameLines(existing.lines, asked.lines)) throw reservationDiffers(asked.orderId);
  if (existing.status === "released" || existing.status === "expired") throw reservationEnded(existing);
  return existing;
};

const enough = (lines: readonly Line[], levels: readonly Level[]): boolean => {
  const free = new Map(levels.map((level) => [level.sku, level.onHand - level.reserved]));
  return lines.every((line) => (free.get(line.sku) ?? -1) >= line.quantity);
};
