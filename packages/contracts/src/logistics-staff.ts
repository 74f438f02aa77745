import * as v from "valibot";
import { Shipment, ShipmentParams } from "./logistics.ts";
import { Page, PageQuery } from "./page.ts";
import { defineRoute } from "./route.ts";

/** What staff does with shipments. */
export const logisticsStaffRoutes = {
  dispatchShipment: defineRoute({
    id: "dispatchShipment",
    method: "POST",
    path: "/v1/staff/shipments/:shipmentId/dispatch",
    summary: "Hands a shipment to the carrier now instead of when its time has come.",
    access: "staff",
    idempotent: true,
    params: ShipmentParams,
    success: { status: 200, body: Shipment },
    refusals: ["shipment-unknown", "shipment-cancelled", "carrier-unavailable", "carrier-refused"],
  }),
  listStoppedShipments: defineRoute({
    id: "listStoppedShipments",
    method: "GET",
    path: "/v1/staff/shipments/stopped",
    summary:
      "Lists shipments for which nothing is done any more until staff decides, newest first, and why: `carrier-refused:…` and `carrier-conflict:…` with the carrier's code, `carrier-silent`, `no-news`, `partly-delivered`, `address-erased`. `dispatchShipment` tries again.",
    access: "staff",
    query: v.strictObject(PageQuery),
    success: { status: 200, body: Page(v.object({ why: v.string(), shipment: Shipment })) },
    refusals: ["cursor-unknown"],
  }),
  printLabel: defineRoute({
    id: "printLabel",
    method: "GET",
    path: "/v1/staff/shipments/:shipmentId/packages/:packageNumber/label",
    summary: "The label of a package, ready to print.",
    access: "staff",
    params: v.object({
      ...ShipmentParams.entries,
      packageNumber: v.pipe(v.string(), v.regex(/^[0-9]{1,3}$/)),
    }),
    success: { status: 200, body: v.string(), mediaType: "application/pdf" },
    refusals: ["shipment-unknown", "label-unavailable"],
  }),
} as const;
