import { workOff } from "@caravan/database";
import { continueOrder } from "@caravan/tracing";
import type { Dependencies } from "../dependencies.ts";
import { requestCancel } from "../domain/commands.ts";
import { nextStep } from "../domain/next-step.ts";
import { observe } from "../domain/observe.ts";
import type { Payment } from "../domain/payment.ts";
import { isAbandoned, type Lane, lanes } from "../domain/schedule.ts";
import { drivePayment, look, takeRefund } from "./drive-payment.ts";
import { momentOf } from "./moment.ts";

/** Concurrent calls to the provider, by lane: enough to catch up, few enough to leave room for shoppers. */
const batchSizes: Readonly<Record<Lane, number>> = { confirmation: 8, command: 8, again: 4 };

/**
 * Processes every due payment: finishes commands with an unknown outcome, finds confirmations whose callback was
 * lost, refunds late money, cancels payments that were not confirmed in time. It begins no payment at the provider. Any number of
 * replicas may run it. A payment that fails is postponed, longer every time, and does not hold up other lanes.
 */
export const advancePayments = async (dependencies: Dependencies): Promise<void> => {
  const outcomes = await Promise.allSettled(lanes.map((lane) => advanceLane(dependencies, lane)));
  for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
};

const advanceLane = (dependencies: Dependencies, lane: Lane): Promise<void> => {
  const { payments, now, pollAfterSeconds, observer } = dependencies;
  return workOff({
    batchSize: batchSizes[lane],
    claim: (limit) => payments.claimDue(lane, now(), limit, pollAfterSeconds),
    work: (payment) => continueOrder("advance payment", payment, () => advance(dependencies, payment)),
    onFault: (error, { id }) => observer.warn({ err: error, payment: id }, "a due payment made no progress"),
  });
};

const advance = async (dependencies: Dependencies, payment: Payment): Promise<void> => {
  const { payments, now } = dependencies;
  const moment = () => momentOf(dependencies);
  const wanted = isAbandoned(payment, now())
    ? await payments.change(payment.id, (known) => requestCancel(known, moment()))
    : payment;
  const known = nextStep(wanted) === undefined ? await ask(dependencies, wanted) : wanted;
  await drivePayment(dependencies, known);
};

/** Only reads the state at the provider. */
const ask = async (dependencies: Dependencies, payment: Payment): Promise<Payment> => {
  const { payments, provider } = dependencies;
  const pending = payment.refunds.find(({ status }) => status === "pending");
  if (pending !== undefined) return takeRefund(dependencies, payment, pending);
  if (payment.intentId === null) return look(dependencies, payment);
  const seen = await provider.read(payment);
  return payments.change(payment.id, (current) => observe(current, seen, momentOf(dependencies)));
};
