import type { orderSaleRoutes } from "@caravan/contracts";
import { type Handlers, storedAnswer } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { cancelSaleOrder, findSaleOrder, placeSaleOrder } from "../use-cases/place-sale-order.ts";
import { placed } from "./orders.ts";

export const saleOrderHandlers = (dependencies: Dependencies): Handlers<typeof orderSaleRoutes> => ({
  placeSaleOrder: async ({ body, idempotencyKey }) =>
    storedAnswer(await placed(dependencies, placeSaleOrder(dependencies, body, idempotencyKey))),
  cancelSaleOrder: ({ params, body, idempotencyKey: key }) =>
    cancelSaleOrder(dependencies, { ...params, ...body, key }),
  findSaleOrder: ({ params }) => findSaleOrder(dependencies, params.ticketId),
});
