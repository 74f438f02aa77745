import { promotionRoutes } from "@caravan/contracts";
import { createClient, type Sidecar } from "@caravan/dapr";

const { quoteCart, listCoupons, listOffers } = promotionRoutes;
export const promotionCalls = { quoteCart, listCoupons, listOffers };

export const createPromotionClient = (sidecar: Sidecar) => createClient(sidecar, "promotion", promotionCalls);
export type PromotionClient = ReturnType<typeof createPromotionClient>;
