import { requireKey } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { type Reservation, transition } from "../domain/reservation.ts";

/**
 * Removes the held pieces from stock for good. A hold counts until the expiry loop has expired it;
 * after that its pieces are allocated again if they are still there, since the order is paid.
 */
export const commitReservation = async (
  { reservations, now, count }: Dependencies,
  input: { reservationId: string; idempotencyKey: string },
): Promise<Reservation> => {
  const { reservationId, idempotencyKey } = input;
  // The reservation's id is the key: taking a step twice is the same as once, so nothing else need be remembered.
  requireKey(idempotencyKey, reservationId);
  const change = await reservations.change(reservationId, (it) => transition(it, "commit"), now());
  if (change.changed) count(change.before === "held" ? "committed" : "taken-again");
  return change.reservation;
};
