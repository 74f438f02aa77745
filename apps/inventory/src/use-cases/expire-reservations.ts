import type { Dependencies } from "../dependencies.ts";
import { transition } from "../domain/reservation.ts";

/** Few enough that the locks of one round are gone in milliseconds. */
const batchSize = 20;
/** Reservations that are passed over at most; more of them are a fault of this version, and then all are tried again. */
const mostAside = 500;
const asideMilliseconds = 5 * 60_000;

/** Reservations that could not be expired, and when each is tried again. Each process finds out by itself. */
export type Aside = Map<string, number>;

/**
 * Gives back the stock of every reservation whose time is over. Any number of replicas may do it at once. One that cannot be
 * expired is told of, passed over for a while, and in nobody's way.
 */
export const expireReservations = async (
  { reservations, now, count, showUnexpired, log }: Dependencies,
  aside: Aside = new Map(),
): Promise<void> => {
  for (;;) {
    for (const [id, until] of aside) if (until <= now().getTime() || aside.size > mostAside) aside.delete(id);
    const { changed, failed } = await reservations.changeDue(
      (reservation) => transition(reservation, "expire"),
      now(),
      batchSize,
      [...aside.keys()],
    );
    for (const { id, error } of failed) {
      aside.set(id, now().getTime() + asideMilliseconds);
      log.error({ err: error, reservation: id }, "a reservation cannot be expired; it is tried again later");
    }
    if (changed > 0) count("expired", changed);
    showUnexpired(aside.size);
    if (changed + failed.length < batchSize) return;
  }
};
