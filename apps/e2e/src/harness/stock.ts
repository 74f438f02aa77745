import { inventoryStaffRoutes } from "@caravan/contracts";
import * as v from "valibot";
import { staffMember } from "./shopper.ts";

const Levels = inventoryStaffRoutes.listWarehouseStock.success.body;

/** Sets the free stock of a SKU by a stock count: all of it in one warehouse, or spread evenly over all of them. */
export const setFreeStock = async (sku: string, free: number, { spread = false } = {}): Promise<void> => {
  const staff = await staffMember();
  const path = `/v1/staff/stock/${sku}`;
  const { items } = v.parse(Levels, (await staff.send("GET", path)).json());
  for (const [i, { warehouse, reserved }] of items.entries()) {
    const share = spread ? Math.floor((free + items.length - 1 - i) / items.length) : i === 0 ? free : 0;
    const reply = await staff.post(`${path}/count`, {
      warehouse,
      counted: reserved + share,
      reason: "set by a proof",
    });
    if (reply.status !== 200) throw new Error(`the count of ${sku} was refused: ${reply.text}`);
  }
};

/** Free pieces of a SKU over all warehouses. */
export const freeStock = async (sku: string): Promise<number> => {
  const staff = await staffMember();
  const { items } = v.parse(Levels, (await staff.send("GET", `/v1/staff/stock/${sku}`)).json());
  return items.reduce((sum, { free }) => sum + free, 0);
};
