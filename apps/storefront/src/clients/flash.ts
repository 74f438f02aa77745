import { flashRoutes } from "@caravan/contracts";
import { createClient, type Sidecar } from "@caravan/dapr";

const { watchSale: _, ...routes } = flashRoutes;
export const flashCalls = routes;

export const createFlashClient = (sidecar: Sidecar) => createClient(sidecar, "flash", flashCalls);
export type FlashClient = ReturnType<typeof createFlashClient>;
