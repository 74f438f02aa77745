import { type orderRoutes, Refusal } from "@caravan/contracts";
import { Answer, type Handlers } from "@caravan/service-kit";
import type { Dependencies, StoredReply } from "../dependencies.ts";
import { ordersPlaced, ordersRefused } from "../telemetry.ts";
import { commandOwnOrder } from "../use-cases/command-order.ts";
import { getOrder } from "../use-cases/get-order.ts";
import { listOrders } from "../use-cases/list-orders.ts";
import { placeOrder } from "../use-cases/place-order.ts";
import { startPayment } from "../use-cases/start-payment.ts";

export const orderHandlers = (dependencies: Dependencies): Handlers<typeof orderRoutes> => ({
  placeOrder: async ({ body, idempotencyKey, shopperId }) => {
    const request = { ...body, shopperId, key: idempotencyKey };
    const reply = await placeOrder(dependencies, request).catch(countRefusal);
    if (!reply.replayed) ordersPlaced.inc();
    return answer(reply);
  },
  listOrders: ({ query, shopperId }) =>
    listOrders(dependencies, { shopperId, cursor: query.cursor, limit: query.limit }),
  getOrder: ({ params, shopperId }) => getOrder(dependencies, { ...params, shopperId }),
  startPayment: async ({ params, body, idempotencyKey, shopperId }) =>
    answer(await startPayment(dependencies, { ...params, ...body, shopperId, key: idempotencyKey })),
  cancelOrder: async ({ params: { orderId }, body, idempotencyKey: key, shopperId: by }) => {
    const command = () => ({ kind: "cancel", who: `shopper:${by}`, why: body.reason ?? null }) as const;
    return answer(
      await commandOwnOrder(dependencies, { route: "cancelOrder", orderId, key, by, body, command }),
    );
  },
  returnOrder: async ({ params: { orderId }, body, idempotencyKey: key, shopperId: by }) => {
    const command = () => ({ kind: "return", who: `shopper:${by}`, why: body.reason ?? null }) as const;
    return answer(
      await commandOwnOrder(dependencies, { route: "returnOrder", orderId, key, by, body, command }),
    );
  },
});

/** A reply, and whether it was stored earlier. */
export const answer = <B>({ replayed, status, body }: StoredReply<B>): B | Answer =>
  replayed ? new Answer(status, body, { "idempotency-replayed": "true" }) : body;

const countRefusal = (error: unknown): never => {
  ordersRefused.inc({ code: error instanceof Refusal ? error.code : "internal-error" });
  throw error;
};
