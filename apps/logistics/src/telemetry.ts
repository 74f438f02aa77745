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
