import type { OnChange, ShipmentStore } from "../dependencies.ts";
import { type Followers, openTracking, type TrackingOptions } from "./open-tracking.ts";

/** Metrics of followers and changes. */
export interface FollowedOptions extends Pick<TrackingOptions, "mostFollowers" | "onCount"> {
  readonly onChange: OnChange;
  readonly log: { warn(fields: object, message: string): void };
}

/** Opens the store and its followers: a change in this process is sent to its followers at once. */
export const openFollowed = (
  openShipments: (onChange: OnChange) => ShipmentStore,
  { onChange, log, ...options }: FollowedOptions,
): { readonly shipments: ShipmentStore; readonly tracking: Followers } => {
  const tracking = openTracking({
    ...options,
    shipments: () => shipments,
    onFault: (error) => log.warn({ err: error }, "followers of a shipment are notified later"),
  });
  const shipments = openShipments((before, shipment) => {
    onChange(before, shipment);
    tracking.wake(shipment.id);
  });
  return { shipments, tracking };
};
