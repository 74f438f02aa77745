import { type inventoryAllotmentRoutes, Refusal } from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import type { Inventory } from "../dependencies.ts";

type InventoryClient = Pick<
  Client<typeof inventoryAllotmentRoutes>,
  "openAllotment" | "findSaleAllotment" | "closeAllotment"
>;

const timeoutSeconds = 8;

/** An order must be paid so much before its hold ends. */
const holdMarginSeconds = 30;

/** Inventory, called through the mesh. */
export const openInventory = (client: InventoryClient): Inventory => ({
  async openAllotment({ id: saleId, sku, pieces, paySeconds }) {
    const body = { saleId, sku, pieces, holdSeconds: paySeconds + holdMarginSeconds };
    return (await client.openAllotment({ body, idempotencyKey: saleId, timeoutSeconds })).id;
  },
  async findAllotment(saleId) {
    try {
      return (await client.findSaleAllotment({ params: { saleId }, timeoutSeconds })).id;
    } catch (error) {
      if (error instanceof Refusal && error.code === "allotment-unknown") return undefined;
      throw error;
    }
  },
  async closeAllotment(allotmentId) {
    const call = { params: { allotmentId }, idempotencyKey: allotmentId, timeoutSeconds };
    await client.closeAllotment(call);
  },
});
