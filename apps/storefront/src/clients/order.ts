import { orderRoutes } from "@caravan/contracts";
import { createClient, type Sidecar } from "@caravan/dapr";

export const createOrderClient = (sidecar: Sidecar) => createClient(sidecar, "order", orderRoutes);
export type OrderClient = ReturnType<typeof createOrderClient>;
