import { type PostalAddress, secondsAfter } from "@caravan/contracts";
import type { StepFact } from "./facts.ts";
import { advance } from "./machine.ts";
import { type Order, type Ticket, totalOf } from "./order.ts";
import { deadlineOf, type Moment } from "./saga.ts";
import { andThen, move, type Transition } from "./transition.ts";

/** How long after the reply to the shopper an unfinished first step is repeated. */
const askAgainSeconds = 1;

/** A new order. Its first step holds its stock; `held` is the outcome of that step, once it is known. */
export const place = (
  input: Pick<Order, "id" | "shopperId" | "lines"> & {
    readonly deliverTo: PostalAddress;
    readonly traceparent?: string | undefined;
    readonly ticket?: Ticket | undefined;
    readonly benefits?: Order["benefits"] | undefined;
  },
  moment: Moment,
  first?: StepFact,
): Transition => {
  const { ticket, ...given } = input;
  const fresh: Order = {
    ...given,
    status: "placed",
    totalCents: totalOf(input.lines),
    placedAt: moment.now,
    reservationId: null,
    paymentId: null,
    shipmentId: null,
    refundedCents: 0,
    refundFailedCents: 0,
    entries: 0,
    forgottenAt: null,
    traceparent: input.traceparent ?? null,
    ticketId: ticket?.ticketId ?? null,
    allotmentId: ticket?.allotmentId ?? null,
    benefits: input.benefits ?? null,
    saga: {
      steps: ["reserve-stock"],
      attempts: 0,
      nextAttemptAt: secondsAfter(moment.now, askAgainSeconds),
      deadlineAt: deadlineOf("placed", moment),
      lastError: null,
      refund: null,
      earlierPayments: [],
      attention: null,
    },
  };
  const placed = move(fresh, moment, { what: "placed", who: `shopper:${input.shopperId}` });
  return first?.outcome.kind === "done" ? andThen(placed, (order) => advance(order, first, moment)) : placed;
};
