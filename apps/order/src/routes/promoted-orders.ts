import type { orderPromotionRoutes } from "@caravan/contracts";
import type { Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { findPromotedOrder } from "../use-cases/find-promoted-order.ts";

export const promotedOrderHandlers = (dependencies: Dependencies): Handlers<typeof orderPromotionRoutes> => ({
  findPromotedOrder: ({ params }) => findPromotedOrder(dependencies, params.orderId),
});
