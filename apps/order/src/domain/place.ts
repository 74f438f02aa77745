import type { PostalAddress } from "@caravan/contracts";
import { type Order, type OrderLine, totalOf } from "./order.ts";
import { deadlineOf, type Moment, payBy, secondsAfter } from "./saga.ts";
import { andThen, move, type Transition } from "./transition.ts";

/** So long after the shopper was answered is the stock asked for again. */
const askAgainSeconds = 1;

/** A new order. Its stock is held, or, when inventory gave no clear answer, still to be asked for. */
export const place = (
  input: {
    readonly id: string;
    readonly shopperId: string;
    readonly reservationId: string | null;
    /** Until when inventory keeps the goods, if it has told. */
    readonly heldUntil?: Date | undefined;
    readonly lines: readonly OrderLine[];
    readonly deliverTo: PostalAddress;
  },
  moment: Moment,
): Transition => {
  const { reservationId, heldUntil, ...given } = input;
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
  if (reservationId === null) return placed;
  return andThen(placed, (order) =>
    move(
      order,
      moment,
      { what: "reserve-stock done", who: "inventory" },
      {
        status: "stock-reserved",
        steps: [],
        order: { reservationId },
        saga: { deadlineAt: payBy(heldUntil, moment) },
      },
    ),
  );
};
