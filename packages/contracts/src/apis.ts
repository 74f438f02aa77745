import { flashRoutes } from "./flash.ts";
import { flashStaffRoutes } from "./flash-staff.ts";
import { inventoryRoutes } from "./inventory.ts";
import { inventoryAllotmentRoutes } from "./inventory-allotments.ts";
import { inventoryStaffRoutes } from "./inventory-staff.ts";
import { logisticsRoutes } from "./logistics.ts";
import { logisticsStaffRoutes } from "./logistics-staff.ts";
import { orderRoutes } from "./order.ts";
import { orderPromotionRoutes } from "./order-promotions.ts";
import { orderSaleRoutes } from "./order-sales.ts";
import { orderStaffRoutes } from "./order-staff.ts";
import { paymentRoutes } from "./payment-routes.ts";
import { paymentStaffRoutes } from "./payment-staff.ts";
import { productRoutes } from "./product.ts";
import { promotionRoutes } from "./promotion.ts";
import { promotionStaffRoutes } from "./promotion-staff.ts";
import { promotionUseRoutes } from "./promotion-uses.ts";
import { releaseRoutes } from "./release-routes.ts";
import type { RouteDefinition } from "./route.ts";
import { userRoutes } from "./user.ts";
import { userLookupRoutes } from "./user-lookup.ts";

/**
 * All routes of each service of the shop. Mesh rules, proofs and fuzzing take their lists from here (`@caravan/contracts/apis`). Services
 * do not, so that the image of one does not change with the contract of another.
 */
export const apis = {
  flash: { ...flashRoutes, ...flashStaffRoutes },
  inventory: { ...inventoryRoutes, ...inventoryAllotmentRoutes, ...inventoryStaffRoutes },
  logistics: { ...logisticsRoutes, ...logisticsStaffRoutes },
  order: { ...orderRoutes, ...orderPromotionRoutes, ...orderSaleRoutes, ...orderStaffRoutes },
  payment: { ...paymentRoutes, ...paymentStaffRoutes },
  product: productRoutes,
  promotion: { ...promotionRoutes, ...promotionUseRoutes, ...promotionStaffRoutes },
  release: releaseRoutes,
  user: { ...userRoutes, ...userLookupRoutes },
} as const satisfies Record<string, Record<string, RouteDefinition>>;

/** The routes of one service, in the order of their definition; none for a service without an API. */
export const routesOf = (service: string): readonly RouteDefinition[] =>
  Object.values(new Map<string, Record<string, RouteDefinition>>(Object.entries(apis)).get(service) ?? {});
