import type { Dependencies } from "../dependencies.ts";
import { transition } from "../domain/reservation.ts";

/** Few enough that the locks of one round are held for milliseconds. */
const batchSize = 20;
/** Most reservations that are skipped; more of them are a fault of this version, and then all are tried again. */
const mostAside = 500;
const asideMilliseconds = 5 * 60_000;

/** Reservations that could not be expired, and the time of the next attempt. Kept per process. */
export type Aside = Map<string, number>;

/**
 * Releases the stock of every due reservation. Any number of replicas may run it. One that cannot be
 * expired is logged and skipped for a while, so that it does not hold up the others.
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
