import type { orderStaffRoutes } from "@caravan/contracts";
import { type Handlers, storedAnswer } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { commandAnyOrder } from "../use-cases/command-order.ts";
import { inspectOrder } from "../use-cases/inspect-order.ts";
import { searchOrders } from "../use-cases/search-orders.ts";

export const staffHandlers = (dependencies: Dependencies): Handlers<typeof orderStaffRoutes> => ({
  searchOrders: ({ query: { cursor, limit, status, stuck } }) =>
    searchOrders(dependencies, { cursor, limit, status, stuck }),
  inspectOrder: ({ params }) => inspectOrder(dependencies, params.orderId),
  retryOrder: async ({ params: { orderId }, body, idempotencyKey: key, staffId: by }) => {
    const command = () => ({ kind: "retry", who: `staff:${by}`, why: body.reason }) as const;
    return storedAnswer(
      await commandAnyOrder(dependencies, { route: "retryOrder", orderId, key, by, body, command }),
    );
  },
  compensateOrder: async ({ params: { orderId }, body, idempotencyKey: key, staffId: by }) => {
    const command = () => ({ kind: "cancel", who: `staff:${by}`, why: body.reason }) as const;
    return storedAnswer(
      await commandAnyOrder(dependencies, { route: "compensateOrder", orderId, key, by, body, command }),
    );
  },
  refundOrder: async ({ params: { orderId }, body, idempotencyKey: key, staffId: by }) => {
    const { amountCents } = body.amount;
    const command = (refundId: string) =>
      ({ kind: "refund", who: `staff:${by}`, why: body.reason, refundId, amountCents }) as const;
    return storedAnswer(
      await commandAnyOrder(dependencies, { route: "refundOrder", orderId, key, by, body, command }),
    );
  },
});
