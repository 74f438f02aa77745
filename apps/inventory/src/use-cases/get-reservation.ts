import type { Dependencies } from "../dependencies.ts";
import { reservationUnknown } from "../domain/refusals.ts";
import type { Reservation } from "../domain/reservation.ts";

export const getReservation = async (
  { reservations }: Dependencies,
  input: { reservationId: string },
): Promise<Reservation> => {
  const reservation = await reservations.find(input.reservationId);
  if (reservation === undefined) throw reservationUnknown(input.reservationId);
  return reservation;
};
