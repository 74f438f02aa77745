import * as v from "valibot";
import { AllotmentId, OrderId, ReservationId, Sku, WarehouseId } from "./id.ts";
import { defineRoute } from "./route.ts";
import { OpaqueText } from "./text.ts";
import { Timestamp } from "./time.ts";

/** A whole number of pieces, at least one, at most 99 in a line. */
export const Quantity = v.pipe(
  v.number(),
  v.integer("must be a whole number"),
  v.minValue(1, "must be at least 1"),
  v.maxValue(99, "must be at most 99"),
);

/** Stock of one SKU over all warehouses. `free` = `onHand` − `reserved`. */
export const StockLevel = v.object({ sku: Sku, onHand: v.number(), reserved: v.number(), free: v.number() });
export type StockLevel = v.InferOutput<typeof StockLevel>;

/** Stock of one SKU in one warehouse. */
export const WarehouseLevel = v.object({ ...StockLevel.entries, warehouse: WarehouseId });
export type WarehouseLevel = v.InferOutput<typeof WarehouseLevel>;

/** Ordered pieces of one SKU. */
export const ReservationLine = v.strictObject({ sku: Sku, quantity: Quantity });
export type ReservationLine = v.InferOutput<typeof ReservationLine>;

/** The lines of one order: each SKU once. */
export const ReservationLines = v.pipe(
  v.array(ReservationLine),
  v.minLength(1, "must hold at least one line"),
  v.maxLength(50, "must hold at most 50 lines"),
  v.check((lines) => new Set(lines.map((line) => line.sku)).size === lines.length, "must name each SKU once"),
);

export const ReservationStatus = v.picklist(["held", "committed", "released", "expired", "returned"]);
export type ReservationStatus = v.InferOutput<typeof ReservationStatus>;

/** Stock held for one order, all lines or none, from one or more warehouses. A held reservation expires at `expiresAt`. */
export const Reservation = v.object({
  id: ReservationId,
  orderId: OrderId,
  status: ReservationStatus,
  lines: v.array(v.object({ sku: Sku, quantity: v.number() })),
  expiresAt: Timestamp,
});
export type Reservation = v.InferOutput<typeof Reservation>;

/** Why stock moved. */
export const MovementReason = v.picklist([
  "stocked",
  "reserved",
  "committed",
  "released",
  "expired",
  "returned",
  "counted",
]);
export type MovementReason = v.InferOutput<typeof MovementReason>;

/** One line of the ledger: what changed, never edited. The deltas of a SKU in a warehouse sum to its stock level. */
export const Movement = v.object({
  id: v.string(),
  sku: Sku,
  warehouse: WarehouseId,
  reason: MovementReason,
  onHandDelta: v.number(),
  reservedDelta: v.number(),
  reservationId: v.nullable(ReservationId),
  /** The allotment whose pieces came or went. */
  allotmentId: v.optional(v.nullable(AllotmentId)),
  /** The reason of a corrected count, written by staff. */
  note: v.nullable(v.string()),
  /** The member of staff who restocked or counted. */
  actor: v.nullable(v.string()),
  at: Timestamp,
});
export type Movement = v.InferOutput<typeof Movement>;

const ReservationParams = v.object({ reservationId: ReservationId });

export const inventoryRoutes = {
  listStock: defineRoute({
    id: "listStock",
    method: "GET",
    path: "/v1/stock",
    summary: "The stock of up to 100 SKUs; unknown SKUs are left out.",
    access: "public",
    callers: ["storefront"],
    query: v.strictObject({
      skus: v.pipe(
        OpaqueText(1000),
        v.transform((list) => list.split(",")),
        v.array(Sku),
        v.minLength(1),
        v.maxLength(100),
      ),
    }),
    success: { status: 200, body: v.object({ items: v.array(StockLevel) }) },
    refusals: [],
  }),
  reserveStock: defineRoute({
    id: "reserveStock",
    method: "POST",
    path: "/v1/reservations",
    summary:
      "Holds stock for an order: all lines or none, from free stock or from an allotment. The key is the order's id: a repetition returns the same reservation.",
    access: "service",
    callers: ["order"],
    idempotent: true,
    body: v.strictObject({
      orderId: OrderId,
      lines: ReservationLines,
      /** Takes the pieces from this allotment, and never from free stock; the only line is of its SKU. */
      allotmentId: v.optional(AllotmentId),
    }),
    success: { status: 201, body: Reservation },
    refusals: [
      "out-of-stock",
      "sku-unknown",
      "reservation-differs",
      "reservation-ended",
      "allotment-unknown",
      "allotment-differs",
      "idempotency-key-mismatch",
    ],
  }),
  getReservation: defineRoute({
    id: "getReservation",
    method: "GET",
    path: "/v1/reservations/:reservationId",
    summary: "Shows one reservation.",
    access: "service",
    callers: ["order"],
    params: ReservationParams,
    success: { status: 200, body: Reservation },
    refusals: ["reservation-unknown"],
  }),
  commitReservation: defineRoute({
    id: "commitReservation",
    method: "POST",
    path: "/v1/reservations/:reservationId/commit",
    summary:
      "Removes the held pieces from stock for good. An expired hold is allocated again while there is stock. The key is the reservation's id.",
    access: "service",
    callers: ["order"],
    idempotent: true,
    params: ReservationParams,
    success: { status: 200, body: Reservation },
    refusals: ["reservation-unknown", "reservation-ended", "out-of-stock", "idempotency-key-mismatch"],
  }),
  releaseReservation: defineRoute({
    id: "releaseReservation",
    method: "POST",
    path: "/v1/reservations/:reservationId/release",
    summary:
      "Releases the held pieces; an expired hold ends for good, and one that has ended already gives the same reply. The key is the reservation's id.",
    access: "service",
    callers: ["order"],
    idempotent: true,
    params: ReservationParams,
    success: { status: 200, body: Reservation },
    refusals: ["reservation-unknown", "reservation-ended", "idempotency-key-mismatch"],
  }),
  returnReservation: defineRoute({
    id: "returnReservation",
    method: "POST",
    path: "/v1/reservations/:reservationId/return",
    summary:
      "Puts the pieces of a committed reservation back into stock; one that was only held, or has expired, is released. The key is the reservation's id.",
    access: "service",
    callers: ["order"],
    idempotent: true,
    params: ReservationParams,
    success: { status: 200, body: Reservation },
    refusals: ["reservation-unknown", "idempotency-key-mismatch"],
  }),
} as const;
