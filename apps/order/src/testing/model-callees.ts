import type { SagaStep } from "@caravan/contracts";
import type { Fact, Learned, StepFact } from "../domain/facts.ts";
import type { Order } from "../domain/order.ts";

/** What is true at the other services. Each answers as its contract says. */
export interface Callees {
  /** Others have bought what was left: nothing can be held any more. */
  stockGone: boolean;
  hold: "none" | "held" | "committed" | "released" | "expired" | "returned";
  money: "none" | "authorised" | "captured" | "declined" | "cancelled";
  paymentBegun: boolean;
  refundedCents: number;
  readonly refunds: Map<string, number>;
  parcel: "none" | "preparing" | "dispatched" | "delivered" | "returning" | "returned" | "cancelled";
}

/** Does a step at the other service and gives its answer; what it tells everybody goes to `publish`. */
export const answerOf = (
  callees: Callees,
  order: Order,
  step: SagaStep,
  publish: (event: Fact) => void,
): StepFact => {
  const about = { step, refundId: order.saga.refund?.id };
  const done = (learned: Learned = {}): StepFact => ({ ...about, kind: "step-done", learned });
  const refused = (code: string): StepFact => ({ ...about, kind: "step-refused", code, why: code });
  const unclear = (why: string): StepFact => ({ ...about, kind: "step-unclear", why });
  const refundAll = () => {
    const left = order.totalCents - callees.refundedCents;
    if (callees.money === "captured" && left > 0) {
      callees.refundedCents = order.totalCents;
      publish({ kind: "payment-refunded", paymentId: "pay_1", refundedCents: order.totalCents, why: "all" });
    }
    if (callees.money === "none" || callees.money === "authorised") callees.money = "cancelled";
    return done({ refundedCents: callees.refundedCents });
  };
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
    case "check-payment":
      return done({ paymentStatus: callees.money === "none" ? "requires-confirmation" : callees.money });
    case "capture-payment":
      if (callees.money === "authorised") callees.money = "captured";
      return callees.money === "captured" ? done() : refused("payment-ended");
    case "cancel-payment":
      return refundAll();
    case "refund-payment": {
      const { refund } = order.saga;
      if (refund === null) return refundAll();
      if (callees.refunds.has(refund.id)) return done({ refundedCents: callees.refundedCents });
      if (callees.refundedCents + refund.amountCents > order.totalCents) return refused("refund-too-large");
      callees.refunds.set(refund.id, refund.amountCents);
      callees.refundedCents += refund.amountCents;
      return done({ refundedCents: callees.refundedCents });
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
