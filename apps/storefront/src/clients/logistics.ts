import { logisticsRoutes } from "@caravan/contracts";
import { createClient, type Sidecar } from "@caravan/dapr";

const { getShipment } = logisticsRoutes;
export const logisticsCalls = { getShipment };

export const createLogisticsClient = (sidecar: Sidecar) => createClient(sidecar, "logistics", logisticsCalls);
export type LogisticsClient = ReturnType<typeof createLogisticsClient>;
