import { counter, gauge } from "@caravan/service-kit";
import type { CallbackResult, OnChange } from "./dependencies.ts";

const shipments = counter("caravan_shipments_total", "Shipments by the status they reached.", ["status"]);

const stops = counter(
  "caravan_shipments_stopped_total",
  "Shipments that stopped until staff decides, by kind of reason.",
  ["why"],
);

export const countShipment: OnChange = (before, { status, stopped }) => {
  if (before?.status !== status) shipments.inc({ status });
  if (stopped !== null && before?.stopped !== stopped) stops.inc({ why: stopped.split(":")[0] ?? "" });
};

const callbacks = counter("caravan_logistics_callbacks_total", "Callbacks of the carrier, by outcome.", [
  "result",
]);

export const countCallback = (result: CallbackResult): void => callbacks.inc({ result });

const followers = gauge("caravan_tracking_streams", "Open streams that follow a shipment.");

export const showFollowers = (count: number): void => followers.set(count);
