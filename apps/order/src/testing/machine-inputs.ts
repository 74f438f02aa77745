import { newId, type OrderStatus, type SagaStep } from "@caravan/contracts";
import type { Command, Outcome, StepFact } from "../domain/facts.ts";
import type { Order } from "../domain/order.ts";
import { at, orderIn } from "./make-order.ts";

export const total = orderIn("placed").totalCents;
export const paymentId = newId("pay");
export const refundsOf = (refundedCents: number, failedCents = 0, lostCents = 0) => ({
  ...{ refundedCents, failedCents, lostCents },
});

const who = "shopper:1";
export const commands = {
  cancel: { kind: "cancel", who, why: null },
  return: { kind: "return", who, why: null },
  retry: { kind: "retry", who, why: "look" },
  refund: { kind: "refund", who, why: "scratch", refundId: newId("rfd"), amountCents: 100 },
} satisfies Record<string, Command>;

export const ended = (step: SagaStep, outcome: Outcome): StepFact => ({ kind: "step", step, outcome });
export const withStep = (status: OrderStatus, step: SagaStep): Order => {
  const order = orderIn(status);
  return { ...order, saga: { ...order.saga, steps: [step], nextAttemptAt: at().now } };
};
