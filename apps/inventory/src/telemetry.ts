import { counter, gauge } from "@caravan/service-kit";
import type { Outcome } from "./dependencies.ts";

const reservations = counter("caravan_reservations_total", "Reservations by outcome.", ["outcome"]);

export const countReservations = (outcome: Outcome, count = 1): void => reservations.inc({ outcome }, count);

const unexpired = gauge(
  "caravan_reservations_unexpired",
  "Due reservations that this process cannot expire.",
);

export const showUnexpired = (count: number): void => unexpired.set(count);
