import { newId, orderAllows, type orderRoutes, type RouteReply } from "@caravan/contracts";
import { continueOrder } from "@caravan/tracing";
import type { Dependencies } from "../dependencies.ts";
import { type Order, traceOf } from "../domain/order.ts";
import { orderNotPayable, orderUnknown } from "../domain/refusals.ts";
import type { Person, SaveReply, StoredReply } from "../order-store.ts";
import { decideBy, moment } from "./moment.ts";
import { asOwner } from "./own-order.ts";

type Begun = RouteReply<typeof orderRoutes.startPayment>;

interface PaymentRequest {
  readonly shopper: Person;
  readonly orderId: string;
  readonly key: string;
  readonly returnUrl: string;
}

/**
 * Begins the payment of the shopper's own order, or finds the one begun. After a decline another is begun. The same
 * key finds the same payment while that one is open; a stored reply may point to one that has ended since, so the
 * reply always shows the current state of the order and its payment.
 *
 * @throws Refusal `order-unknown`, `account-erased`, `order-not-payable`, `payment-unavailable`
 */
export const startPayment = async (
  dependencies: Dependencies,
  request: PaymentRequest,
): Promise<StoredReply<Begun>> => {
  const { orders } = dependencies;
  const { shopper, orderId, key, returnUrl } = request;
  const reply = await orders.changeOnce<Begun>(
    {
      scope: `startPayment:${shopper.subject}`,
      key,
      content: { orderId, returnUrl },
      newResourceId: () => newId("pay"),
      status: 200,
    },
    (_, save) => begin(dependencies, request, save),
  );
  if (!reply.replayed) return reply;
  const body = await begin(dependencies, request, async (change, make) => {
    const changed = await orders.change(change);
    if (changed === undefined) throw orderUnknown(orderId);
    return { body: make(changed.order, []), changed };
  });
  return { ...reply, body, replayed: body.confirmationUrl === reply.body.confirmationUrl };
};

const begin = async (
  dependencies: Dependencies,
  { shopper, orderId, returnUrl }: PaymentRequest,
  save: SaveReply<Begun>,
): Promise<Begun> => {
  const { orders, payments, runner } = dependencies;
  const found = await orders.find(orderId);
  if (found === undefined) throw orderUnknown(orderId);
  await asOwner(dependencies, shopper, async (own) => own(found.order));
  if (!isPayable(found.order, dependencies.now())) throw orderNotPayable(found.order.status);
  const payment = await continueOrder("start payment", traceOf(found.order), () =>
    payments.start(found.order, returnUrl),
  );
  const { changed, body } = await save(
    {
      orderId,
      decide: decideBy({ kind: "payment-started", paymentId: payment.id }, moment(dependencies)),
      lease: runner.lease(),
    },
    // The order was given up meanwhile: the payment is cancelled, and the shopper gets the reason.
    (order) =>
      orderAllows(order.status, "pay") || order.status === "payment-authorised"
        ? { status: payment.status, amount: payment.amount, confirmationUrl: payment.confirmationUrl }
        : undefined,
  );
  if (changed.leased) runner.start(changed.order);
  if (body === undefined) throw orderNotPayable(changed.order.status);
  return body;
};

const isPayable = ({ status, saga }: Order, now: Date): boolean =>
  orderAllows(status, "pay") && saga.steps.length === 0 && saga.deadlineAt !== null && saga.deadlineAt > now;
