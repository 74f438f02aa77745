import { type SagaStep, secondsAfter } from "@caravan/contracts";
import { withUse } from "../benefits.ts";
import { confirmedEvent } from "../events.ts";
import type { Learned, Outcome, StepFact } from "../facts.ts";
import type { Order } from "../order.ts";
import { isOutdated, madeGood, withRefunds } from "../refunds.ts";
import { type Moment, mostAttempts, pauseSeconds, payBy, stuckAttempts } from "../saga.ts";
import { type Change, move, parked, type Transition, unchanged, withoutEntry } from "../transition.ts";
import { expire } from "./deadline.ts";
import { paymentAuthorised } from "./payment.ts";
import { followShipment } from "./shipment.ts";
import { stepRefused } from "./step-refused.ts";

type Unclear = Extract<Outcome, { kind: "unclear" }>;

/** The service that a step calls; the timeline names it. */
export const askedIn = (step: SagaStep): string => {
  if (step.endsWith("-stock")) return "inventory";
  if (step.endsWith("-promotion")) return "promotion";
  return step.endsWith("-payment") ? "payment" : "logistics";
};

/** A step's outcome counts while the step is the next one; an id in the reply always counts. */
export const stepEnded = (order: Order, fact: StepFact, moment: Moment): Transition => {
  const { step, outcome } = fact;
  const known = outcome.kind === "done" ? learn(order, outcome.learned, moment) : order;
  if (!isAtHand(order, fact)) return unchanged(known);
  if (outcome.kind === "unclear") return unclear(order, step, outcome, moment);
  if (outcome.kind === "refused") return stepRefused(order, step, outcome, moment);
  const { refunds } = outcome.learned;
  const overtaken = refunds !== undefined && isOutdated(order, refunds) && order.status === "returned";
  return overtaken ? askAgain(known, step, moment) : done(known, step, outcome.learned, moment);
};

/** Payment reported a refund, which has failed meanwhile: the step is repeated. */
const askAgain = (order: Order, step: SagaStep, moment: Moment): Transition =>
  move(
    order,
    moment,
    { what: `${step} overtaken`, who: askedIn(step), why: "The refund failed meanwhile." },
    { steps: order.saga.steps },
  );

const isAtHand = ({ saga }: Order, { step, refundId }: StepFact): boolean =>
  saga.steps[0] === step && (step !== "refund-payment" || saga.refund?.id === refundId);

/** The same object without news, so that nothing is written. */
const learn = (order: Order, learned: Learned, moment: Moment): Order => {
  const ids = {
    reservationId: order.reservationId ?? learned.reservationId ?? null,
    shipmentId: order.shipmentId ?? learned.shipmentId ?? null,
  };
  const same = ids.reservationId === order.reservationId && ids.shipmentId === order.shipmentId;
  const known = same ? order : { ...order, ...ids };
  const { refunds } = learned;
  if (refunds === undefined) return known;
  const told = withRefunds(known, refunds);
  return refunds.lostCents === 0 && !isOutdated(order, refunds) ? madeGood(told, moment) : told;
};

const done = (order: Order, step: SagaStep, learned: Learned, moment: Moment): Transition => {
  const rest = order.saga.steps.slice(1);
  const reason = { what: `${step} done`, who: askedIn(step) };
  const go = (change: Change = {}) => move(order, moment, reason, { steps: rest, ...change });
  switch (step) {
    case "reserve-stock":
      return order.status === "placed"
        ? go({ status: "stock-reserved", saga: { deadlineAt: payBy(learned.heldUntil, moment) } })
        : go();
    case "confirm-promotion":
      return go({ order: withUse(order, "used") });
    case "cancel-promotion":
      return go({ order: withUse(order, "back") });
    case "check-payment":
      return checked(order, learned, moment);
    case "capture-payment": {
      const confirmed = go({ status: "confirmed", steps: ["create-shipment"] });
      return { ...confirmed, events: [...confirmed.events, confirmedEvent(confirmed.order, moment.now)] };
    }
    case "refund-payment":
      return go(order.status === "returned" ? { status: "refunded" } : { saga: { refund: null } });
    case "cancel-earlier-payment": {
      const cancelled = new Set(learned.cancelledPayments);
      const earlierPayments = order.saga.earlierPayments.filter((id) => !cancelled.has(id));
      return go({ saga: { earlierPayments } });
    }
    case "create-shipment":
    case "create-return":
    case "cancel-shipment": {
      const followed = followShipment(
        order,
        { shipmentId: undefined, status: learned.shipmentStatus },
        moment,
        reason,
      );
      return followed.entries.length > 0 ? followed : go();
    }
    default:
      return go();
  }
};

/** The payment's status decides: it was authorised in time and the event has not come, or it was not. */
const checked = (order: Order, { paymentStatus }: Learned, moment: Moment): Transition => {
  const paymentId = order.paymentId ?? "";
  if (paymentStatus === "authorised" || paymentStatus === "captured")
    return paymentAuthorised(
      order,
      { kind: "payment-authorised", paymentId, amountCents: order.totalCents },
      moment,
    );
  return expire(order, moment, "It was not paid in time.");
};

/**
 * The outcome is unknown: the step is repeated later under the same key. The timeline notes the first time and the one that makes
 * it stuck. When a callee keeps refusing with an unknown code, or is down for days, the step is left to staff.
 */
const unclear = (order: Order, step: SagaStep, { why, code }: Unclear, moment: Moment): Transition => {
  const attempts = order.saga.attempts + 1;
  const lastError = (code === undefined ? why : `${code}: ${why}`).slice(0, 300);
  const nextAttemptAt = secondsAfter(moment.now, pauseSeconds(attempts, moment.jitter));
  const late = order.saga.deadlineAt !== null && order.saga.deadlineAt <= moment.now;
  const hopeless = attempts >= (code === undefined ? mostAttempts : stuckAttempts);
  if (order.status === "placed" && (late || hopeless))
    return expire(order, moment, "Stock could not be held in time.");
  const tell = (what: string, change: Change) =>
    move(order, moment, { what: `${step} ${what}`, who: askedIn(step), why: lastError }, change);
  if (hopeless) {
    const left = parked(order.saga.steps, `${step}-${code === undefined ? "unanswered" : "rejected"}`);
    return tell("left to staff", { saga: { ...left.saga, attempts, lastError } });
  }
  const saga = { attempts, lastError, nextAttemptAt };
  if (attempts === 1) return tell("unclear", { saga });
  if (attempts === stuckAttempts) return tell("is stuck", { saga: { ...saga, attention: `${step}-stuck` } });
  return unchanged(withoutEntry(order, moment, { saga }));
};
