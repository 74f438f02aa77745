import * as v from "valibot";
import { KnownAddress } from "./address.ts";
import { defineEvent } from "./event.ts";
import { OrderId, ShipmentId, ShopperId, Sku } from "./id.ts";
import { ReservationLines } from "./inventory.ts";
import { Page, PageQuery } from "./page.ts";
import { defineRoute } from "./route.ts";
import { Timestamp } from "./time.ts";

/** The status of a shipment. `preparing` may still be cancelled. */
export const ShipmentStatus = v.picklist([
  "preparing",
  "dispatched",
  "out-for-delivery",
  "delivery-failed",
  "delivered",
  "cancelled",
  "returning",
  "returned",
]);
export type ShipmentStatus = v.InferOutput<typeof ShipmentStatus>;

/** No news of it is expected any more. What was delivered may still be fetched back. */
export const shipmentIsFinal = (status: ShipmentStatus): boolean =>
  status === "delivered" || status === "returned" || status === "cancelled";

/** What the carrier told of a parcel, in the order in which it happened there; `number` counts up within a shipment. */
export const TrackingEvent = v.object({
  number: v.pipe(v.number(), v.integer()),
  kind: v.picklist([
    "collected",
    "in-transit",
    "out-for-delivery",
    "delivery-failed",
    "delivered",
    "returning",
    "returned",
  ]),
  /** A place as text: never an address. */
  place: v.nullable(v.string()),
  /** The time of the event. */
  at: Timestamp,
  /** The time of its arrival here. */
  heardAt: Timestamp,
});
export type TrackingEvent = v.InferOutput<typeof TrackingEvent>;

/** One parcel of a shipment. */
export const Package = v.object({
  number: v.number(),
  /** The carrier's number; null until it has been handed over. */
  trackingCode: v.nullable(v.string()),
  weightGrams: v.number(),
  lines: v.array(v.object({ sku: Sku, quantity: v.number() })),
});

/** The shipment of one order. */
export const Shipment = v.object({
  id: ShipmentId,
  orderId: OrderId,
  status: ShipmentStatus,
  packages: v.array(Package),
  /** Null once the shopper had their data erased. */
  deliverTo: v.nullable(KnownAddress),
  /** The estimated arrival; null once it has arrived or will not. */
  estimate: v.nullable(v.object({ from: Timestamp, to: Timestamp })),
  tracking: v.array(TrackingEvent),
  createdAt: Timestamp,
});
export type Shipment = v.InferOutput<typeof Shipment>;

/** Names a shipment in a path. */
export const ShipmentParams = v.object({ shipmentId: ShipmentId });

/** A message of the tracking stream: `event: shipment`, `id:` the number of the last tracking event it holds. */
export const TrackingUpdate = v.object({
  shipmentId: ShipmentId,
  status: ShipmentStatus,
  estimate: Shipment.entries.estimate,
  event: v.nullable(TrackingEvent),
});
export type TrackingUpdate = v.InferOutput<typeof TrackingUpdate>;

export const logisticsRoutes = {
  createShipment: defineRoute({
    id: "createShipment",
    method: "POST",
    path: "/v1/shipments",
    summary:
      "Prepares the shipment of a paid order. The key is the order's id: a repetition returns the same shipment.",
    access: "service",
    callers: ["order"],
    idempotent: true,
    body: v.strictObject({
      orderId: OrderId,
      shopperId: ShopperId,
      deliverTo: KnownAddress,
      lines: ReservationLines,
    }),
    success: { status: 201, body: Shipment },
    refusals: ["shipment-differs", "idempotency-key-mismatch"],
  }),
  cancelShipment: defineRoute({
    id: "cancelShipment",
    method: "POST",
    path: "/v1/shipments/:shipmentId/cancellation",
    summary: "Cancels a shipment that was not handed over yet. The key is the shipment's id.",
    access: "service",
    callers: ["order"],
    idempotent: true,
    params: ShipmentParams,
    success: { status: 200, body: Shipment },
    refusals: ["shipment-unknown", "shipment-dispatched", "idempotency-key-mismatch"],
  }),
  createReturn: defineRoute({
    id: "createReturn",
    method: "POST",
    path: "/v1/shipments/:shipmentId/return",
    summary:
      "Has the carrier collect a delivered shipment, repeating the call until it succeeds. The key is the shipment's id. `address-erased` is final: there is no address to collect it from.",
    access: "service",
    callers: ["order"],
    idempotent: true,
    params: ShipmentParams,
    success: { status: 200, body: Shipment },
    refusals: ["shipment-unknown", "shipment-not-delivered", "address-erased", "idempotency-key-mismatch"],
  }),
  listShipments: defineRoute({
    id: "listShipments",
    method: "GET",
    path: "/v1/shipments",
    summary: "Lists the shopper's own shipments, newest first.",
    access: "shopper",
    callers: ["storefront", "user"],
    query: v.strictObject({ ...PageQuery, orderId: v.optional(OrderId) }),
    success: { status: 200, body: Page(Shipment) },
    refusals: ["cursor-unknown"],
  }),
  getShipment: defineRoute({
    id: "getShipment",
    method: "GET",
    path: "/v1/shipments/:shipmentId",
    summary: "Shows one of the shopper's own shipments.",
    access: "shopper",
    callers: ["storefront"],
    params: ShipmentParams,
    success: { status: 200, body: Shipment },
    refusals: ["shipment-unknown"],
  }),
  trackShipment: defineRoute({
    id: "trackShipment",
    method: "GET",
    path: "/v1/shipments/:shipmentId/events",
    summary:
      "Live updates of one of the shopper's own shipments: server-sent events, resumed after `Last-Event-ID` (or `lastEventId`).",
    access: "shopper",
    callers: ["storefront"],
    params: ShipmentParams,
    query: v.strictObject({ lastEventId: v.optional(v.pipe(v.string(), v.regex(/^[0-9]{1,9}$/))) }),
    success: { status: 200, body: v.string(), mediaType: "text/event-stream" },
    refusals: ["shipment-unknown", "streams-exhausted"],
  }),
  receiveCarrierCallback: defineRoute({
    id: "receiveCarrierCallback",
    method: "POST",
    path: "/v1/callbacks/carrier",
    summary: "Applies a signed callback of the carrier, however late and in any order.",
    access: "callback",
    success: { status: 200, body: v.object({ received: v.boolean() }) },
    refusals: ["signature-invalid", "callback-malformed"],
  }),
} as const;

const ShipmentFact = { shipmentId: ShipmentId, orderId: OrderId, at: Timestamp };

/** The carrier has the parcels: too late to cancel. */
export const shipmentDispatched = defineEvent({
  topic: "shipment.dispatched.v1",
  summary: "The carrier has the parcels: too late to cancel.",
  data: v.object({ ...ShipmentFact, trackingCodes: v.array(v.string()) }),
});

/** The parcels have arrived. */
export const shipmentDelivered = defineEvent({
  topic: "shipment.delivered.v1",
  summary: "The parcels have arrived.",
  data: v.object(ShipmentFact),
});

/** The goods are back: returned by the shopper, or undeliverable. */
export const shipmentReturned = defineEvent({
  topic: "shipment.returned.v1",
  summary: "The goods are back: returned by the shopper, or undeliverable.",
  data: v.object({ ...ShipmentFact, reason: v.picklist(["customer-return", "undeliverable"]) }),
});
