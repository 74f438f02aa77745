import { inventoryRoutes } from "@caravan/contracts";
import { createClient, type Sidecar } from "@caravan/dapr";

const { listStock } = inventoryRoutes;

export const createInventoryClient = (sidecar: Sidecar) => createClient(sidecar, "inventory", { listStock });
export type InventoryClient = ReturnType<typeof createInventoryClient>;
