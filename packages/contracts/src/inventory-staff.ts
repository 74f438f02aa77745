import * as v from "valibot";
import { Sku, WarehouseId } from "./id.ts";
import { Movement, WarehouseLevel } from "./inventory.ts";
import { Page, PageQuery } from "./page.ts";
import { defineRoute } from "./route.ts";
import { StaffReason } from "./text.ts";

const SkuParams = v.object({ sku: Sku });
const Pieces = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(1_000_000));

export const inventoryStaffRoutes = {
  listWarehouseStock: defineRoute({
    id: "listWarehouseStock",
    method: "GET",
    path: "/v1/staff/stock/:sku",
    summary: "The stock of one SKU in each warehouse.",
    access: "staff",
    params: SkuParams,
    success: { status: 200, body: v.object({ items: v.array(WarehouseLevel) }) },
    refusals: ["sku-unknown"],
  }),
  restock: defineRoute({
    id: "restock",
    method: "POST",
    path: "/v1/staff/stock/:sku/restock",
    summary: "Adds pieces that have arrived in a warehouse.",
    access: "staff",
    idempotent: true,
    params: SkuParams,
    body: v.strictObject({ warehouse: WarehouseId, quantity: Pieces(1) }),
    success: { status: 200, body: WarehouseLevel },
    refusals: ["sku-unknown", "warehouse-unknown"],
  }),
  correctCount: defineRoute({
    id: "correctCount",
    method: "POST",
    path: "/v1/staff/stock/:sku/count",
    summary: "Corrects the pieces on hand to a count; never below the reserved pieces.",
    access: "staff",
    idempotent: true,
    params: SkuParams,
    body: v.strictObject({
      warehouse: WarehouseId,
      counted: Pieces(0),
      reason: StaffReason,
    }),
    success: { status: 200, body: WarehouseLevel },
    refusals: ["sku-unknown", "warehouse-unknown", "count-below-reserved"],
  }),
  listMovements: defineRoute({
    id: "listMovements",
    method: "GET",
    path: "/v1/staff/stock/:sku/movements",
    summary: "Lists the ledger of one SKU, newest first.",
    access: "staff",
    params: SkuParams,
    query: v.strictObject(PageQuery),
    success: { status: 200, body: Page(Movement) },
    refusals: ["cursor-unknown"],
  }),
} as const;
