import { type orderRoutes, Refusal } from "@caravan/contracts";
import { Answer, type Handlers } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { orderReply } from "../domain/order.ts";
import { ordersPlaced, ordersRefused } from "../telemetry.ts";
import { getOrder } from "../use-cases/get-order.ts";
import { listOrders } from "../use-cases/list-orders.ts";
import { placeOrder } from "../use-cases/place-order.ts";

export const orderHandlers = (dependencies: Dependencies): Handlers<typeof orderRoutes> => ({
  placeOrder: async ({ body, idempotencyKey, shopperId }) => {
    const request = { shopperId, key: idempotencyKey, lines: body.lines };
    const reply = await placeOrder(dependencies, request).catch(countRefusal);
    if (reply.replayed) return new Answer(reply.status, reply.body, { "idempotency-replayed": "true" });
    ordersPlaced.inc();
    return reply.body;
  },
  listOrders: ({ query, shopperId }) =>
    listOrders(dependencies, { shopperId, cursor: query.cursor, limit: query.limit }),
  getOrder: async ({ params, shopperId }) =>
    orderReply(await getOrder(dependencies, { ...params, shopperId })),
});

const countRefusal = (error: unknown): never => {
  ordersRefused.inc({ code: error instanceof Refusal ? error.code : "internal-error" });
  throw error;
};
