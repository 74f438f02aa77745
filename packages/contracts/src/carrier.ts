import * as v from "valibot";
import { KnownAddress } from "./address.ts";
import { TrackingEvent } from "./logistics.ts";
import { FaultRate, noFaults, PartnerFaults } from "./partner-faults.ts";
import { defineRoute } from "./route.ts";
import { ClaimedReference, ForeignId, ToldText } from "./text.ts";
import { Timestamp } from "./time.ts";

/** The carrier simulator's own API. It is a partner: logistics calls it through the egress, with a key of the carrier. */

/** An event of a parcel. `sequence` counts up per parcel in chronological order. */
export const CarrierEvent = v.object({
  id: ForeignId(100),
  sequence: v.number(),
  kind: TrackingEvent.entries.kind,
  place: v.nullable(ToldText(100)),
  at: Timestamp,
});
export type CarrierEvent = v.InferOutput<typeof CarrierEvent>;

/** A parcel at the carrier. */
export const CarrierParcel = v.object({
  id: ForeignId(64),
  /** The sender's reference; one parcel per reference. */
  reference: ClaimedReference,
  trackingCode: ForeignId(40),
  events: v.array(CarrierEvent),
});
export type CarrierParcel = v.InferOutput<typeof CarrierParcel>;

/** A callback of the carrier to the sender, signed in `carrier-signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of "t.body">`. */
export const CarrierCallback = v.object({
  parcelId: ForeignId(64),
  reference: ClaimedReference,
  event: CarrierEvent,
});
export type CarrierCallback = v.InferOutput<typeof CarrierCallback>;

const ParcelParams = v.object({ parcelId: v.pipe(v.string(), v.regex(/^par_[0-9a-f-]{36}$/)) });

/** How fast parcels travel, and how the carrier misbehaves, beside what any partner does. */
export const CarrierBehaviour = v.strictObject({
  ...PartnerFaults.entries,
  /** Seconds between two stations of a parcel; 0 lets parcels travel only by `advanceParcel`. */
  stationSeconds: v.pipe(v.number(), v.minValue(0), v.maxValue(86_400)),
  /** Share of parcels that cannot be delivered and go back. */
  undeliverableRate: FaultRate,
});
export type CarrierBehaviour = v.InferOutput<typeof CarrierBehaviour>;

/** A carrier without faults, as fast as it is told to be. */
export const honestCarrier: Omit<CarrierBehaviour, "stationSeconds"> = { ...noFaults, undeliverableRate: 0 };

export const carrierRoutes = {
  createParcel: defineRoute({
    id: "createParcel",
    method: "POST",
    path: "/v1/parcels",
    summary: "Announces a parcel for collection, or finds the one with this reference.",
    access: "api-key",
    idempotent: true,
    body: v.strictObject({
      reference: v.pipe(
        v.string(),
        v.regex(/^[\x21-\x7e]{1,64}$/, "must be 1 to 64 visible ASCII characters"),
      ),
      recipient: KnownAddress,
      weightGrams: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1_000_000)),
      callbackUrl: v.pipe(
        v.string(),
        v.url("must be a URL"),
        v.regex(/^https?:\/\/[\x21-\x7e]+$/, "must be an http or https URL in ASCII"),
        v.maxLength(500),
      ),
      /** The parcel goes from the recipient back to the sender. */
      isReturn: v.boolean(),
    }),
    success: { status: 201, body: CarrierParcel },
    refusals: ["api-key-unknown", "parcel-differs"],
  }),
  getParcel: defineRoute({
    id: "getParcel",
    method: "GET",
    path: "/v1/parcels/:parcelId",
    summary: "Shows a parcel and its events.",
    access: "api-key",
    params: ParcelParams,
    success: { status: 200, body: CarrierParcel },
    refusals: ["api-key-unknown", "parcel-unknown"],
  }),
  setCarrierBehaviour: defineRoute({
    id: "setCarrierBehaviour",
    method: "PUT",
    path: "/control/behaviour",
    summary: "Sets how the carrier behaves from now on; for tests.",
    access: "api-key",
    body: CarrierBehaviour,
    success: { status: 200, body: CarrierBehaviour },
    refusals: ["api-key-unknown"],
  }),
  advanceParcel: defineRoute({
    id: "advanceParcel",
    method: "POST",
    path: "/control/parcels/:trackingCode/advance",
    summary: "Moves a parcel to its next station now, or to a named one; for tests.",
    access: "api-key",
    params: v.object({ trackingCode: v.pipe(v.string(), v.regex(/^[A-Z0-9]{6,20}$/)) }),
    body: v.strictObject({ kind: v.optional(TrackingEvent.entries.kind) }),
    success: { status: 200, body: CarrierParcel },
    refusals: ["api-key-unknown", "parcel-unknown", "parcel-arrived"],
  }),
} as const;
