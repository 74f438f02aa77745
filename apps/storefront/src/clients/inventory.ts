import { inventoryRoutes } from "@caravan/contracts";
import { createClient, type Sidecar } from "@caravan/dapr";

const { listStock } = inventoryRoutes;
export const inventoryCalls = { listStock };

export const createInventoryClient = (sidecar: Sidecar) => createClient(sidecar, "inventory", inventoryCalls);
export type InventoryClient = ReturnType<typeof createInventoryClient>;
