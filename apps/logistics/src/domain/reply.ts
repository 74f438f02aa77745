import {
  type Shipment as ShipmentReply,
  shipmentIsFinal,
  type TrackingEvent,
  type TrackingUpdate,
} from "@caravan/contracts";
import { estimate } from "./estimate.ts";
import type { HeardStation } from "./parcel.ts";
import type { Shipment } from "./shipment.ts";
import { latestParcels } from "./status.ts";

/** The shipment in replies to its shopper. */
export const shipmentReply = (shipment: Shipment): ShipmentReply => {
  const codes = new Map(
    latestParcels(shipment.parcels).map(({ packageNumber, trackingCode }) => [packageNumber, trackingCode]),
  );
  return {
    id: shipment.id,
    orderId: shipment.orderId,
    status: shipment.status,
    packages: shipment.packages.map(({ number, weightGrams, lines }) => ({
      number,
      trackingCode: codes.get(number) ?? null,
      weightGrams,
      lines: lines.map(({ sku, quantity }) => ({ sku, quantity })),
    })),
    deliverTo: shipment.deliverTo,
    estimate: estimateReply(shipment),
    tracking: asItHappened(shipment.tracking).map(eventReply),
    createdAt: shipment.createdAt.toISOString(),
  };
};

const estimateReply = (shipment: Shipment): ShipmentReply["estimate"] => {
  const expected = estimate(shipment);
  return expected === undefined ? null : { from: expected.from.toISOString(), to: expected.to.toISOString() };
};

const eventReply = ({ number, kind, place, at, heardAt }: HeardStation): TrackingEvent => ({
  number,
  kind,
  place,
  at: at.toISOString(),
  heardAt: heardAt.toISOString(),
});

/**
 * The stations in chronological order: the carrier's sequence within a parcel, its clock between parcels. A clock
 * that goes back within a parcel does not reorder its stations.
 */
export const asItHappened = (tracking: readonly HeardStation[]): HeardStation[] => {
  const placed = [...Map.groupBy(tracking, ({ reference }) => reference).values()].flatMap((stations) => {
    let latest = Number.NEGATIVE_INFINITY;
    return [...stations]
      .sort((a, b) => a.sequence - b.sequence)
      .map((station) => {
        latest = Math.max(latest, station.at.getTime());
        return { station, at: latest };
      });
  });
  return placed
    .sort(
      (a, b) =>
        a.at - b.at ||
        (a.station.reference < b.station.reference
          ? -1
          : a.station.reference > b.station.reference
            ? 1
            : 0) ||
        a.station.sequence - b.station.sequence,
    )
    .map(({ station }) => station);
};

/** The updates for a follower that has all up to `lastNumber`: each event since, or the current state when there is none. */
export const updatesSince = (
  shipment: Shipment,
  lastNumber: number,
): { id: number; update: TrackingUpdate }[] => {
  const state = { shipmentId: shipment.id, status: shipment.status, estimate: estimateReply(shipment) };
  const fresh = shipment.tracking.filter(({ number }) => number > lastNumber);
  if (fresh.length === 0) return [{ id: shipment.tracking.length, update: { ...state, event: null } }];
  return fresh.map((station) => ({ id: station.number, update: { ...state, event: eventReply(station) } }));
};

/** Reports whether a follower of this shipment waits for nothing any more. */
export const isOver = ({ status }: Pick<Shipment, "status">): boolean => shipmentIsFinal(status);
