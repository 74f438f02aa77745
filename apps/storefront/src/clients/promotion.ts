import { promotionRoutes } from "@caravan/contracts";
import { createClient, type Sidecar } from "@caravan/dapr";

export const promotionCalls = { quoteCart: promotionRoutes.quoteCart };

export const createPromotionClient = (sidecar: Sidecar) => createClient(sidecar, "promotion", promotionCalls);
export type PromotionClient = ReturnType<typeof createPromotionClient>;
