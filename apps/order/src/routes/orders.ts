import { type orderRoutes, Refusal } from "@caravan/contracts";
import { type Caller, type Handlers, storedAnswer } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import type { Person, StoredReply } from "../order-store.ts";
import { commandOwnOrder } from "../use-cases/command-order.ts";
import { getOrder } from "../use-cases/get-order.ts";
import { listOrders } from "../use-cases/list-orders.ts";
import { placeOrder } from "../use-cases/place-order.ts";
import { startPayment } from "../use-cases/start-payment.ts";

export const orderHandlers = (dependencies: Dependencies): Handlers<typeof orderRoutes> => ({
  placeOrder: async ({ body, idempotencyKey, ...asked }) => {
    const request = { ...body, shopper: shopperOf(asked), key: idempotencyKey };
    return storedAnswer(await placed(dependencies, placeOrder(dependencies, request)));
  },
  listOrders: ({ query, ...asked }) =>
    listOrders(dependencies, { shopper: shopperOf(asked), cursor: query.cursor, limit: query.limit }),
  getOrder: ({ params, ...asked }) => getOrder(dependencies, { ...params, shopper: shopperOf(asked) }),
  startPayment: async ({ params, body, idempotencyKey: key, ...asked }) =>
    storedAnswer(await startPayment(dependencies, { ...params, ...body, shopper: shopperOf(asked), key })),
  cancelOrder: async ({ params: { orderId }, body, idempotencyKey: key, ...asked }) => {
    const shopper = shopperOf(asked);
    const command = () =>
      ({ kind: "cancel", who: `shopper:${shopper.subject}`, why: body.reason ?? null }) as const;
    return storedAnswer(
      await commandOwnOrder(dependencies, { route: "cancelOrder", orderId, key, shopper, body, command }),
    );
  },
  returnOrder: async ({ params: { orderId }, body, idempotencyKey: key, ...asked }) => {
    const shopper = shopperOf(asked);
    const command = () =>
      ({ kind: "return", who: `shopper:${shopper.subject}`, why: body.reason ?? null }) as const;
    return storedAnswer(
      await commandOwnOrder(dependencies, { route: "returnOrder", orderId, key, shopper, body, command }),
    );
  },
});

const shopperOf = ({ shopperId, caller }: { shopperId: string; caller: Caller | undefined }): Person => ({
  subject: shopperId,
  formerly: caller?.formerly,
});

/** Counts the outcome of placing an order. */
export const placed = async <B>(
  { countPlaced, countRefused }: Dependencies,
  placing: Promise<StoredReply<B>>,
): Promise<StoredReply<B>> => {
  const reply = await placing.catch((error: unknown) => {
    countRefused(error instanceof Refusal ? error.code : "internal-error");
    throw error;
  });
  if (!reply.replayed) countPlaced();
  return reply;
};
