import { counter, gauge } from "@caravan/service-kit";

const intents = counter("caravan_bank_intents_total", "Intents by outcome.", ["outcome"]);

export const countIntent = (outcome: string): void => intents.inc({ outcome });

const callbacks = counter("caravan_bank_callbacks_total", "Attempts to deliver a callback, by outcome.", [
  "outcome",
]);

export const countCallback = (outcome: string): void => callbacks.inc({ outcome });

const oldest = gauge(
  "caravan_bank_callbacks_oldest_seconds",
  "Age of the oldest callback not yet delivered.",
);

export const showOldestCallback = (seconds: number): void => oldest.set(seconds);
