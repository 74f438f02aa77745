import { counter } from "@caravan/service-kit";

/** What became of reservations. `taken-again`: an order was placed after its hold had ended, and stock was still there. */
export type Outcome = "held" | "out-of-stock" | "committed" | "released" | "expired" | "taken-again";

const reservations = counter("caravan_reservations_total", "Reservations by what became of them.", [
  "outcome",
]);

export const countReservations = (outcome: Outcome, count = 1): void => reservations.inc({ outcome }, count);

const events = counter("caravan_events_handled_total", "Deliveries of events by outcome.", [
  "topic",
  "result",
]);

export const countEvent = (topic: string, result: string): void => events.inc({ topic, result });
