import type { SagaStep } from "@caravan/contracts";
import type { Fact, Learned, Outcome, StepFact } from "../domain/facts.ts";
import type { Order } from "../domain/order.ts";
import type { Refunds } from "../domain/refunds.ts";

/** The true state of the other services. Each answers by its contract. */
export interface Callees {
  /** Sold out: nothing can be held any more. */
  stockGone: boolean;
  hold: "none" | "held" | "committed" | "released" | "expired" | "returned";
  /** What promotion holds for the order. */
  use: "none" | "held" | "used" | "back";
  /** The attempts to pay, oldest first. */
  readonly attempts: Attempt[];
  /** All of them were cancelled, and none is begun any more. */
  ended: boolean;
  refundedCents: number;
  /** The sum of failed refunds, and the part that staff has not retried. */
  failedCents: number;
  lostCents: number;
  /** A cancellation refunds once all that is left. */
  givenBack: boolean;
  readonly refunds: Map<string, number>;
  parcel: "none" | "preparing" | "dispatched" | "delivered" | "returning" | "returned" | "cancelled";
}

/** One attempt to pay. A cancelled one sends back whatever arrives. */
export interface Attempt {
  readonly id: string;
  money: "open" | "authorised" | "captured" | "declined" | "cancelled";
}

/** Begins a payment, or finds the one that is open; none for an order whose payments were cancelled. */
export const beginPayment = (callees: Callees): Attempt | undefined => {
  const latest = callees.attempts.at(-1);
  if (latest !== undefined && !["declined", "cancelled"].includes(latest.money)) return latest;
  if (callees.ended) return undefined;
  const fresh: Attempt = { id: `pay_${callees.attempts.length + 1}`, money: "open" };
  callees.attempts.push(fresh);
  return fresh;
};

/** Payment's current figures of its refunds. */
export const toldBy = ({ refundedCents, failedCents, lostCents }: Callees): Refunds => ({
  refundedCents,
  failedCents,
  lostCents,
});

const capturedBy = ({ attempts }: Callees) => ({
  paymentId: attempts.find(({ money }) => money === "captured")?.id ?? "none",
});

/** Fails a completed refund; returns payment's event. */
export const failRefund = (callees: Callees, amountCents: number): Fact[] => {
  const failed = Math.min(amountCents, callees.refundedCents);
  if (failed === 0) return [];
  callees.refundedCents -= failed;
  callees.failedCents += failed;
  callees.lostCents += failed;
  const told = { refunds: toldBy(callees), amountCents: failed };
  return [{ kind: "payment-refund-failed", ...told, ...capturedBy(callees) }];
};

/** Staff retries a failed refund, and it succeeds. */
export const refundAgain = (callees: Callees): Fact[] => {
  if (callees.lostCents === 0) return [];
  callees.refundedCents += callees.lostCents;
  callees.lostCents = 0;
  return [{ kind: "payment-refunded", refunds: toldBy(callees), ...capturedBy(callees), why: "again" }];
};

/** Performs a step at the other service and returns its answer; its events go to `publish`. */
export const answerOf = (
  callees: Callees,
  order: Order,
  step: SagaStep,
  publish: (event: Fact) => void,
): StepFact => {
  const ended = (outcome: Outcome): StepFact => ({
    ...{ kind: "step", step, refundId: order.saga.refund?.id },
    outcome,
  });
  const done = (learned: Learned = {}) => ended({ kind: "done", learned });
  const refused = (code: string) => ended({ kind: "refused", code, why: code });
  const unclear = (why: string) => ended({ kind: "unclear", why });
  const cancel = (attempt: Attempt): void => {
    if (attempt.money !== "captured") attempt.money = "cancelled";
    else if (!callees.givenBack) {
      callees.givenBack = true;
      callees.refundedCents = order.totalCents;
      callees.lostCents = 0;
      publish({ kind: "payment-refunded", paymentId: attempt.id, refunds: toldBy(callees), why: "all" });
    }
  };
  const cancelAll = () => {
    callees.ended = true;
    callees.attempts.forEach(cancel);
    return callees.lostCents > 0 ? refused("refund-refused") : done({ refunds: toldBy(callees) });
  };
  const atHand = callees.attempts.find(({ id }) => id === order.paymentId);
  const ship = () => {
    const shipmentStatus = callees.parcel === "none" ? "preparing" : callees.parcel;
    callees.parcel = shipmentStatus;
    return done({ shipmentId: "shp_1", shipmentStatus });
  };
  switch (step) {
    case "reserve-stock":
      if (["released", "expired", "returned"].includes(callees.hold)) return refused("reservation-ended");
      if (callees.hold === "none" && callees.stockGone) return refused("out-of-stock");
      if (callees.hold === "none") callees.hold = "held";
      return done({ reservationId: "rsv_1" });
    case "commit-stock":
      if (callees.hold === "released" || callees.hold === "returned") return refused("reservation-ended");
      if (callees.hold === "expired" && callees.stockGone) return refused("out-of-stock");
      callees.hold = "committed";
      return done();
    case "release-stock":
      if (callees.hold === "committed") return refused("reservation-ended");
      if (callees.hold !== "returned") callees.hold = "released";
      return done({ reservationId: "rsv_1" });
    case "return-stock":
      if (callees.hold === "held" || callees.hold === "expired") callees.hold = "released";
      if (callees.hold === "committed") callees.hold = "returned";
      return done();
    case "confirm-promotion":
      if (callees.use === "back") return refused("use-ended");
      callees.use = "used";
      return done();
    case "cancel-promotion":
      callees.use = "back";
      return done();
    case "check-payment":
      return done({
        paymentStatus: atHand && atHand.money !== "open" ? atHand.money : "requires-confirmation",
      });
    case "capture-payment":
      if (atHand?.money === "authorised") atHand.money = "captured";
      return atHand?.money === "captured" ? done() : refused("payment-ended");
    case "cancel-payment":
      return cancelAll();
    case "cancel-earlier-payment": {
      const cancelledPayments = order.saga.earlierPayments;
      callees.attempts.filter(({ id }) => cancelledPayments.includes(id)).forEach(cancel);
      return done({ cancelledPayments });
    }
    case "refund-payment": {
      const { refund } = order.saga;
      if (refund === null) return cancelAll();
      if (callees.refunds.has(refund.id)) return done({ refunds: toldBy(callees) });
      if (callees.refundedCents + refund.amountCents > order.totalCents) return refused("refund-too-large");
      callees.refunds.set(refund.id, refund.amountCents);
      callees.refundedCents += refund.amountCents;
      return done({ refunds: toldBy(callees) });
    }
    case "create-shipment":
      return ship();
    case "cancel-shipment":
      if (!["none", "preparing", "cancelled"].includes(callees.parcel)) return refused("shipment-dispatched");
      callees.parcel = "cancelled";
      return done({ shipmentId: "shp_1", shipmentStatus: "cancelled" });
    case "create-return":
      if (callees.parcel === "delivered") callees.parcel = "returning";
      return callees.parcel === "returning" || callees.parcel === "returned"
        ? done({ shipmentStatus: callees.parcel })
        : unclear("shipment-not-delivered");
  }
};
