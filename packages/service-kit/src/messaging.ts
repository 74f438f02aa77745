import { log } from "./log.ts";
import { counter, gauge } from "./metrics.ts";

const events = counter("caravan_events_handled_total", "Deliveries of events by outcome.", [
  "topic",
  "result",
]);
const pending = gauge("caravan_outbox_pending_events", "Events written but not yet published.");
const oldest = gauge("caravan_outbox_oldest_seconds", "Age of the oldest event not yet published.");

/** Counts a delivery and logs one that was not handled. Pass it to `subscriptions` as `onOutcome`. */
export const reportDelivery = (delivery: {
  readonly topic: string;
  readonly id: string | undefined;
  readonly result: string;
  readonly error?: unknown;
}): void => {
  const { topic, id, result, error } = delivery;
  events.inc({ topic, result });
  // What was handed over is counted once more, as success, by the process that handled it.
  if (result !== "success" && result !== "handed-over")
    log.warn({ err: error, topic, event: id, result }, "an event was not handled");
};

/** Sets the metrics of the outbox's lag. Pass it to `startOutboxRelay` as `onLag`. */
export const showOutboxLag = (lag: { readonly count: number; readonly oldestSeconds: number }): void => {
  pending.set(lag.count);
  oldest.set(lag.oldestSeconds);
};
