import type { Dependencies } from "../dependencies.ts";
import { transition } from "../domain/reservation.ts";

/** Few enough that the locks of one round are gone in milliseconds. */
const batchSize = 20;

/** Gives back the stock of every reservation whose time is over. Any number of replicas may do it at once. */
export const expireReservations = async ({ reservations, now, count }: Dependencies): Promise<void> => {
  for (;;) {
    const expired = await reservations.changeDue(
      (reservation) => transition(reservation, "expire"),
      now(),
      batchSize,
    );
    if (expired > 0) count("expired", expired);
    if (expired < batchSize) return;
  }
};
