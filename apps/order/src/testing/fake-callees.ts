import { euros, newId, type Payment, type ReservationLine } from "@caravan/contracts";
import type { Inventory, Logistics, Payments } from "../dependencies.ts";
import type { Outcome } from "../domain/facts.ts";
import { fakePromotions } from "./fake-promotions.ts";

export const done: Outcome = { kind: "done", learned: {} };
export const refused = (code: string): Outcome => ({ kind: "refused", code, why: code });
export const unclear: Outcome = { kind: "unclear", why: "no answer" };

/** Every other service: does and records each call, unless `answers` holds another answer. */
export const fakeCallees = () => {
  const asked: string[] = [];
  const held = new Map<string, readonly ReservationLine[]>();
  /** By order, the allotment that its goods were asked of. */
  const fromAllotments = new Map<string, string>();
  /** By step, such as `capture`: returned one after the other, then the usual one again. */
  const answers: Record<string, Outcome[]> = {};
  const answer = async (name: string, usual: Outcome = done): Promise<Outcome> => {
    asked.push(name);
    return answers[name]?.shift() ?? usual;
  };
  const payment: { -readonly [K in keyof Payment]: Payment[K] } = {
    id: newId("pay"),
    orderId: newId("ord"),
    status: "requires-confirmation",
    amount: euros(0),
    captured: euros(0),
    refunded: euros(0),
    confirmationUrl: "https://bank.example/confirm",
    declineReason: null,
  };
  const shipmentId = newId("shp");
  const inventory: Inventory = {
    async reserve({ id: orderId, lines, allotmentId }) {
      const outcome = await answer("reserve", {
        kind: "done",
        learned: { reservationId: orderId.replace("ord_", "rsv_") },
      });
      if (outcome.kind === "done" && allotmentId !== null) fromAllotments.set(orderId, allotmentId);
      if (outcome.kind === "done")
        held.set(
          orderId,
          lines.map(({ sku, quantity }) => ({ sku, quantity })),
        );
      return outcome;
    },
    commit: () => answer("commit"),
    release: () => answer("release"),
    return: () => answer("return"),
  };
  const payments: Payments = {
    async start(order) {
      asked.push("start");
      return Object.assign(payment, { orderId: order.id, amount: euros(order.totalCents) });
    },
    refunds: async () => ({
      refundedCents: payment.refunded.amountCents,
      failedCents: payment.refundFailed?.amountCents ?? 0,
      lostCents: payment.refundLost?.amountCents ?? 0,
    }),
    check: () => answer("check", { kind: "done", learned: { paymentStatus: payment.status } }),
    capture: () => answer("capture"),
    cancel: () => answer("cancel-earlier-payment"),
    cancelAll: () => answer("cancel-payment"),
    refund: (_, { amountCents }) =>
      answer("refund", {
        kind: "done",
        learned: { refunds: { refundedCents: amountCents, failedCents: 0, lostCents: 0 } },
      }),
  };
  const logistics: Logistics = {
    ship: () => answer("ship", { kind: "done", learned: { shipmentId, shipmentStatus: "preparing" } }),
    cancel: () => answer("cancel-shipment", { kind: "done", learned: { shipmentStatus: "cancelled" } }),
    fetchBack: () => answer("fetch-back", { kind: "done", learned: { shipmentStatus: "returning" } }),
  };
  const promotion = fakePromotions(asked, answer);
  const { promotions } = promotion;
  return {
    ...{ inventory, payments, logistics, promotions, promotion },
    ...{ asked, answers, held, fromAllotments, payment, shipmentId },
  };
};
