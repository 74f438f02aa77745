import { orderRoutes } from "@caravan/contracts";
import { createClient, type Sidecar } from "@caravan/dapr";

export const orderCalls = orderRoutes;

export const createOrderClient = (sidecar: Sidecar) => createClient(sidecar, "order", orderCalls);
export type OrderClient = ReturnType<typeof createOrderClient>;
