import { requireKey } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { type Reservation, transition } from "../domain/reservation.ts";

/** Undoes a reservation in any status: sold pieces are on hand again where they came from, held ones are free. */
export const returnReservation = async (
  { reservations, now, count }: Dependencies,
  input: { reservationId: string; idempotencyKey: string },
): Promise<Reservation> => {
  const { reservationId, idempotencyKey } = input;
  // The reservation's id is the key: taking a step twice is the same as once, so nothing else need be remembered.
  requireKey(idempotencyKey, reservationId);
  const change = await reservations.change(reservationId, (it) => transition(it, "return"), now());
  if (change.changed && change.before === "committed") count("returned");
  if (change.changed && change.before === "held") count("released");
  return change.reservation;
};
