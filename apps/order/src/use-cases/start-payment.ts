import { newId, type orderRoutes, type RouteReply } from "@caravan/contracts";
import type { Dependencies, Person, StoredReply } from "../dependencies.ts";
import type { Order } from "../domain/order.ts";
import { orderNotPayable, orderUnknown } from "../domain/refusals.ts";
import { decideBy, moment } from "./moment.ts";
import { asOwner } from "./own-order.ts";

type Begun = RouteReply<typeof orderRoutes.startPayment>;

/**
 * Begins the payment of the shopper's own order, or finds the one begun. After one that brought no money another is begun.
 *
 * @throws Refusal `order-unknown`, `account-erased`, `order-not-payable`, `payment-unavailable`
 */
export const startPayment = (
  dependencies: Dependencies,
  input: { shopper: Person; orderId: string; key: string; returnUrl: string },
): Promise<StoredReply<Begun>> => {
  const { orders, payments, runner } = dependencies;
  const { shopper, orderId, key, returnUrl } = input;
  return orders.changeOnce<Begun>(
    {
      scope: `startPayment:${shopper.subject}`,
      key,
      content: { orderId, returnUrl },
      newResourceId: () => newId("pay"),
      status: 200,
    },
    async (_, save) => {
      const found = await orders.find(orderId);
      if (found === undefined) throw orderUnknown(orderId);
      await asOwner(dependencies, shopper, async (own) => own(found.order));
      if (!isPayable(found.order, dependencies.now())) throw orderNotPayable(found.order.status);
      const payment = await payments.start(found.order, returnUrl);
      const { changed, body } = await save(
        {
          orderId,
          decide: decideBy({ kind: "payment-started", paymentId: payment.id }, moment(dependencies)),
          lease: runner.lease(),
        },
        // Given up meanwhile: the payment is cancelled all the same, and the shopper hears why.
        (order) =>
          order.status === "stock-reserved" || order.status === "payment-authorised"
            ? { status: payment.status, amount: payment.amount, confirmationUrl: payment.confirmationUrl }
            : undefined,
      );
      if (changed.leased) runner.start(changed.order);
      if (body === undefined) throw orderNotPayable(changed.order.status);
      return body;
    },
  );
};

const isPayable = ({ status, saga }: Order, now: Date): boolean =>
  status === "stock-reserved" && saga.steps.length === 0 && saga.deadlineAt !== null && saga.deadlineAt > now;
