import { givenUp, stockBack, undo } from "../compensation.ts";
import type { Fact } from "../facts.ts";
import type { Order } from "../order.ts";
import type { Moment } from "../saga.ts";
import { andThen, move, type Transition, unchanged } from "../transition.ts";

type Of<K extends Fact["kind"]> = Extract<Fact, { kind: K }>;

const who = "payment";

/** A payment was begun for the order; if it was given up meanwhile, that payment is not to bring money. */
export const paymentStarted = (
  order: Order,
  { paymentId }: Of<"payment-started">,
  moment: Moment,
): Transition =>
  order.paymentId !== null
    ? unchanged(order)
    : andThen(move(order, moment, { what: "payment started", who }, { order: { paymentId } }), (known) =>
        noMoneyStays(known, moment),
      );

/** The bank holds the money. Only an order that waits for it goes on; one that was given up sends it back. */
export const paymentAuthorised = (
  order: Order,
  { paymentId, amountCents }: Of<"payment-authorised">,
  moment: Moment,
): Transition => {
  const known = { ...order, paymentId: order.paymentId ?? paymentId };
  const what = "payment.authorised";
  if (givenUp.has(order.status)) {
    const why = `It came too late: the order is ${order.status}.`;
    return andThen(move(known, moment, { what, who, why }), (late) => noMoneyStays(late, moment));
  }
  if (order.status !== "placed" && order.status !== "stock-reserved") return unchanged(order);
  if (amountCents !== order.totalCents || known.paymentId !== paymentId) {
    const why = "The payment is not the one that was asked for.";
    return move(known, moment, { what, who, why }, { status: "cancelled", steps: undo(known) });
  }
  const held = order.reservationId === null ? (["reserve-stock"] as const) : [];
  return move(
    known,
    moment,
    { what, who },
    { status: "payment-authorised", steps: [...held, "commit-stock", "capture-payment"] },
  );
};

/** The bank said no, for good. */
export const paymentDeclined = (
  order: Order,
  { paymentId, why }: Of<"payment-declined">,
  moment: Moment,
): Transition => {
  if (order.status !== "placed" && order.status !== "stock-reserved") return unchanged(order);
  // A declined payment holds no money, so there is none to cancel.
  const steps = [stockBack(order)];
  return move(
    { ...order, paymentId: order.paymentId ?? paymentId },
    moment,
    { what: "payment.declined", who, why },
    { status: "payment-failed", steps },
  );
};

/** Money went back. Payment's own sum counts, so that an event and a reply that tell of the same refund count once. */
export const paymentRefunded = (
  order: Order,
  { paymentId, refundedCents, why }: Of<"payment-refunded">,
  moment: Moment,
): Transition =>
  move(
    order,
    moment,
    { what: "payment.refunded", who, why },
    {
      order: {
        paymentId: order.paymentId ?? paymentId,
        refundedCents: Math.max(order.refundedCents, refundedCents),
      },
    },
  );

/** Puts `cancel-payment` into the queue of an order that was given up, unless it stands there. */
const noMoneyStays = (order: Order, moment: Moment): Transition => {
  const { steps } = order.saga;
  if (!givenUp.has(order.status) || steps.includes("cancel-payment")) return unchanged(order);
  return move(
    order,
    moment,
    { what: "cancel-payment planned", who: "order" },
    { steps: ["cancel-payment", ...steps] },
  );
};
