import { orderIsGivenUp, orderIsUnpaid } from "@caravan/contracts";
import { settle, undo } from "../compensation.ts";
import type { Fact } from "../facts.ts";
import type { Order } from "../order.ts";
import type { Moment } from "../saga.ts";
import { andThen, move, type Reason, type Transition, unchanged } from "../transition.ts";

type Of<K extends Fact["kind"]> = Extract<Fact, { kind: K }>;

const who = "payment";

/** Ids sort by time: replies may arrive in another order than their payments were begun. */
const later = (known: string | null, told: string): string => (known !== null && known > told ? known : told);

/**
 * A payment was begun for the order: the first, or a further one after a decline. If the order was given up
 * meanwhile, or is paid by another one, that payment is cancelled.
 */
export const paymentStarted = (
  order: Order,
  { paymentId }: Of<"payment-started">,
  moment: Moment,
): Transition => {
  const reason = { what: "payment started", who };
  if (order.paymentId === paymentId) return unchanged(order);
  if (orderIsUnpaid(order.status)) {
    const known = later(order.paymentId, paymentId);
    return known === order.paymentId
      ? unchanged(order)
      : move(order, moment, reason, { order: { paymentId: known } });
  }
  if (!orderIsGivenUp(order.status)) return givenBack(order, paymentId, moment, reason);
  const known = { order: { paymentId: order.paymentId ?? paymentId } };
  return andThen(move(order, moment, reason, known), (ended) => noMoneyStays(ended, moment));
};

/**
 * The bank holds the money. A waiting order goes on, whichever of its payments was authorised; money of its other payments is
 * refunded, and so is money for an order that was given up.
 */
export const paymentAuthorised = (
  order: Order,
  { paymentId, amountCents }: Of<"payment-authorised">,
  moment: Moment,
): Transition => {
  const what = "payment.authorised";
  if (orderIsGivenUp(order.status)) {
    const known = { ...order, paymentId: order.paymentId ?? paymentId };
    const why = `It came too late: the order is ${order.status}.`;
    return andThen(move(known, moment, { what, who, why }), (late) => noMoneyStays(late, moment));
  }
  if (!orderIsUnpaid(order.status)) {
    const why = "The order is paid by another payment already.";
    return givenBack(order, paymentId, moment, { what, who, why });
  }
  const paid = { ...order, paymentId };
  if (amountCents !== order.totalCents) {
    const why = "The amount is not the requested one.";
    return move(paid, moment, { what, who, why }, { status: "cancelled", steps: undo(paid) });
  }
  const held = order.reservationId === null ? (["reserve-stock"] as const) : [];
  const other = order.paymentId === null || order.paymentId === paymentId ? [] : [order.paymentId];
  const earlierPayments = [...order.saga.earlierPayments, ...other];
  return move(
    paid,
    moment,
    { what, who },
    {
      status: "payment-authorised",
      steps: [...held, ...settle(order)],
      saga: { earlierPayments },
    },
  );
};

/** The bank declined one payment. The order can be paid by another one until its deadline. */
export const paymentDeclined = (
  order: Order,
  { paymentId, why }: Of<"payment-declined">,
  moment: Moment,
): Transition => {
  const earlier = order.paymentId !== null && order.paymentId !== paymentId;
  if (!orderIsUnpaid(order.status) || earlier) return unchanged(order);
  return move(order, moment, { what: "payment.declined", who, why }, { order: { paymentId: null } });
};

/** Plans the refund of this payment, while the order goes on with its current one. */
const givenBack = (order: Order, paymentId: string, moment: Moment, reason: Reason): Transition => {
  const { earlierPayments } = order.saga;
  if (order.paymentId === paymentId || earlierPayments.includes(paymentId)) return unchanged(order);
  return move(order, moment, reason, { saga: { earlierPayments: [...earlierPayments, paymentId] } });
};

/** Adds `cancel-payment` to the queue of an order that was given up, unless it is queued already. */
const noMoneyStays = (order: Order, moment: Moment): Transition => {
  const { steps } = order.saga;
  if (!orderIsGivenUp(order.status) || steps.includes("cancel-payment")) return unchanged(order);
  return move(
    order,
    moment,
    { what: "cancel-payment planned", who: "order" },
    { steps: ["cancel-payment", ...steps] },
  );
};
