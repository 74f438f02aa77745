import { inventoryStaffRoutes, newId } from "@caravan/contracts";
import type { OpenShop } from "./open-shop.ts";

const asStaff = { who: newId("usr"), scope: "shopper staff" };

/** Pieces of a SKU by warehouse. */
export interface Pieces {
  readonly [warehouse: string]: { readonly onHand: number; readonly reserved: number };
}

/** The stock of a SKU in each warehouse. */
export const levelsOf = async (shop: Pick<OpenShop, "ask">, sku: string): Promise<Pieces> => {
  const path = `/v1/staff/stock/${sku}`;
  const { items } = await shop.ask("inventory", inventoryStaffRoutes.listWarehouseStock, {
    ...asStaff,
    path,
  });
  return Object.fromEntries(
    items.map(({ warehouse, onHand, reserved }) => [warehouse, { onHand, reserved }]),
  );
};

/** The same as the sum of the ledger; warehouses without a line are absent. */
export const ledgerOf = async (shop: Pick<OpenShop, "ask">, sku: string): Promise<Pieces> => {
  const sums: Record<string, { onHand: number; reserved: number }> = {};
  const path = `/v1/staff/stock/${sku}/movements?limit=100`;
  const { items, nextCursor } = await shop.ask("inventory", inventoryStaffRoutes.listMovements, {
    ...asStaff,
    path,
  });
  if (nextCursor !== undefined) throw new Error(`${sku} has more than one page of movements`);
  for (const { warehouse, onHandDelta, reservedDelta } of items) {
    const { onHand, reserved } = sums[warehouse] ?? { onHand: 0, reserved: 0 };
    sums[warehouse] = { onHand: onHand + onHandDelta, reserved: reserved + reservedDelta };
  }
  return sums;
};

/** Pieces of a SKU over all warehouses. */
export const piecesIn = (
  those: readonly { lines: readonly { sku: string; quantity: number }[] }[],
  sku: string,
) =>
  those.flatMap(({ lines }) => lines).reduce((sum, line) => sum + (line.sku === sku ? line.quantity : 0), 0);
