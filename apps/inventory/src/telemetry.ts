import { counter } from "@caravan/service-kit";

/** What became of reservations. `taken-again`: a hold was committed after it had expired, and stock was still there. */
export type Outcome =
  | "held"
  | "out-of-stock"
  | "committed"
  | "released"
  | "expired"
  | "returned"
  | "taken-again";

const reservations = counter("caravan_reservations_total", "Reservations by what became of them.", [
  "outcome",
]);

export const countReservations = (outcome: Outcome, count = 1): void => reservations.inc({ outcome }, count);
