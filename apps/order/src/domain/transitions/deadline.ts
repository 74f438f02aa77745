import type { OrderStatus, SagaStep } from "@caravan/contracts";
import { settle, undo } from "../compensation.ts";
import type { Order } from "../order.ts";
import { deadlineOf, type Moment, mostDays } from "../saga.ts";
import { move, parked, type Transition, unchanged } from "../transition.ts";

/** The step that asks again for what an order in this status waits for. Each may be repeated safely. */
const asked: Readonly<Partial<Record<OrderStatus, readonly SagaStep[]>>> = {
  confirmed: ["create-shipment"],
  dispatched: ["create-shipment"],
  cancelling: ["cancel-shipment"],
  "return-requested": ["create-return"],
  returned: ["return-stock", "refund-payment"],
};

/** The age at which an order that has not ended is shown to staff, while its steps go on. */
const visibleDays = 14;

/** The status lasts too long. An order with a planned step is left alone; another gets one, or expires unpaid. */
export const deadlineOver = (order: Order, moment: Moment): Transition => {
  const { status, saga } = order;
  if (saga.deadlineAt !== null && saga.deadlineAt > moment.now) return unchanged(order);
  if (status === "placed") return expire(order, moment, "Stock could not be held in time.");
  if (saga.steps.length > 0) return unchanged(order);
  if (status === "stock-reserved")
    return order.paymentId === null
      ? expire(order, moment, "It was not paid in time.")
      : move(order, moment, { what: "payment deadline passed", who: "order" }, { steps: ["check-payment"] });
  const steps = status === "payment-authorised" ? settle(order) : asked[status];
  if (steps === undefined) return unchanged(order);
  const daysOld = (moment.now.getTime() - order.placedAt.getTime()) / 86_400_000;
  const attention = daysOld > visibleDays ? `${status}-overdue` : null;
  const why = (what: string) => ({
    what: "deadline passed",
    who: "order",
    why: `It has been ${status} for too long; ${what}.`,
  });
  if (daysOld > mostDays)
    return move(order, moment, why("left to staff"), parked(steps, `${status}-overdue`));
  return move(order, moment, why("asking again"), {
    steps,
    saga: { deadlineAt: deadlineOf(status, moment), attention },
  });
};

/** Ends an unpaid order. */
export const expire = (order: Order, moment: Moment, why: string): Transition =>
  move(order, moment, { what: "expired", who: "order", why }, { status: "expired", steps: undo(order) });
