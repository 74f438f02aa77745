import type { OutboxLag } from "@caravan/database";
import { counter, gauge } from "@caravan/service-kit";
import type { CallbackResult, OnChange } from "./dependencies.ts";

const shipments = counter("caravan_shipments_total", "Shipments by the status they reached.", ["status"]);

export const countShipment: OnChange = (before, { status }) => {
  if (before?.status !== status) shipments.inc({ status });
};

const callbacks = counter(
  "caravan_carrier_callbacks_total",
  "Callbacks of the carrier by what became of them.",
  ["result"],
);

export const countCallback = (result: CallbackResult): void => callbacks.inc({ result });

export const trackingStreams = gauge("caravan_tracking_streams", "People who follow a shipment right now.");

const events = counter("caravan_events_handled_total", "Deliveries of events by outcome.", [
  "topic",
  "result",
]);

export const countEvent = (topic: string, result: string): void => events.inc({ topic, result });

const pending = gauge("caravan_outbox_pending_events", "Events written but not yet published.");
const oldest = gauge("caravan_outbox_oldest_seconds", "Age of the oldest event not yet published.");

export const showLag = ({ count, oldestSeconds }: OutboxLag): void => {
  pending.set(count);
  oldest.set(oldestSeconds);
};
