import type { Dependencies } from "../dependencies.ts";
import { reservationDiffers } from "../domain/refusals.ts";
import { transition } from "../domain/reservation.ts";

/**
 * Commits the reservation of an order that was placed, once per event. The order stands, so a hold that has ended
 * meanwhile is taken again if there is still enough; if there is not, the refusal leaves the event to the dead-letter
 * topic, where somebody has to decide.
 */
export const settleOrder = async (
  { reservations, now, count }: Dependencies,
  input: { eventId: string; orderId: string; reservationId: string },
): Promise<void> => {
  const change = await reservations.changeOnce(
    input.eventId,
    input.reservationId,
    (reservation) => {
      if (reservation.orderId !== input.orderId) throw reservationDiffers(input.orderId);
      return transition(reservation, "settle");
    },
    now(),
  );
  if (change?.changed) count(change.before === "held" ? "committed" : "taken-again");
};
