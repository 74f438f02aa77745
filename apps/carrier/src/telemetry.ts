import { counter, gauge } from "@caravan/service-kit";

const events = counter("caravan_carrier_events_total", "Events of parcels, by kind.", ["kind"]);

export const countEvent = (kind: string): void => events.inc({ kind });

const callbacks = counter("caravan_carrier_callbacks_total", "Attempts to deliver a callback, by outcome.", [
  "outcome",
]);

export const countCallback = (outcome: string): void => callbacks.inc({ outcome });

const oldest = gauge(
  "caravan_carrier_callbacks_oldest_seconds",
  "Age of the oldest callback not yet delivered.",
);

export const showOldestCallback = (seconds: number): void => oldest.set(seconds);
