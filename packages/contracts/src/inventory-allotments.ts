import * as v from "valibot";
import { AllotmentId, SaleId, Sku } from "./id.ts";
import { defineRoute } from "./route.ts";

/** Whether an allotment still gives out pieces. */
export const AllotmentStatus = v.picklist(["open", "closed"]);
export type AllotmentStatus = v.InferOutput<typeof AllotmentStatus>;

/** Pieces of one SKU that are set aside for a flash sale: no other order gets them. */
export const Allotment = v.object({
  id: AllotmentId,
  saleId: SaleId,
  sku: Sku,
  /** What was set aside when it was opened. */
  pieces: v.number(),
  /** What no order of the sale holds or has bought; 0 once it is closed. */
  left: v.number(),
  status: AllotmentStatus,
});
export type Allotment = v.InferOutput<typeof Allotment>;

const AllotmentParams = v.object({ allotmentId: AllotmentId });
const whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer("must be a whole number"), v.minValue(least), v.maxValue(most));

export const inventoryAllotmentRoutes = {
  openAllotment: defineRoute({
    id: "openAllotment",
    method: "POST",
    path: "/v1/allotments",
    summary:
      "Takes pieces out of free stock for a flash sale: all or none. The key is the sale's id: a repetition returns the same allotment.",
    access: "service",
    callers: ["flash"],
    idempotent: true,
    body: v.strictObject({
      saleId: SaleId,
      sku: Sku,
      pieces: whole(1, 1_000_000),
      /** How long an order of the sale holds its pieces without being paid. Its time to pay ends 30 seconds earlier. */
      holdSeconds: whole(60, 86_400),
    }),
    success: { status: 201, body: Allotment },
    refusals: ["out-of-stock", "sku-unknown", "allotment-differs", "idempotency-key-mismatch"],
  }),
  getAllotment: defineRoute({
    id: "getAllotment",
    method: "GET",
    path: "/v1/allotments/:allotmentId",
    summary: "Shows one allotment.",
    access: "service",
    callers: ["flash"],
    params: AllotmentParams,
    success: { status: 200, body: Allotment },
    refusals: ["allotment-unknown"],
  }),
  findSaleAllotment: defineRoute({
    id: "findSaleAllotment",
    method: "GET",
    path: "/v1/sale-allotments/:saleId",
    summary: "Finds the allotment of a flash sale, for one whose opening was not answered.",
    access: "service",
    callers: ["flash"],
    params: v.object({ saleId: SaleId }),
    success: { status: 200, body: Allotment },
    refusals: ["allotment-unknown"],
  }),
  closeAllotment: defineRoute({
    id: "closeAllotment",
    method: "POST",
    path: "/v1/allotments/:allotmentId/close",
    summary:
      "Puts what is left back into free stock; pieces of orders that end unpaid follow. The key is the allotment's id: a repetition changes nothing.",
    access: "service",
    callers: ["flash"],
    idempotent: true,
    params: AllotmentParams,
    success: { status: 200, body: Allotment },
    refusals: ["allotment-unknown", "idempotency-key-mismatch"],
  }),
} as const;
