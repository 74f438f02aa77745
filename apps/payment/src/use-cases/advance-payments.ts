import { workOff } from "@caravan/database";
import type { Dependencies } from "../dependencies.ts";
import { requestCancel } from "../domain/commands.ts";
import { nextStep } from "../domain/next-step.ts";
import { observe } from "../domain/observe.ts";
import type { Payment } from "../domain/payment.ts";
import { isAbandoned, type Lane, lanes } from "../domain/schedule.ts";
import { drivePayment, look, takeRefund } from "./drive-payment.ts";
import { momentOf } from "./moment.ts";

/** Asked of the provider at the same time, by lane: enough to catch up, few enough to leave it to the shoppers. */
const batchSizes: Readonly<Record<Lane, number>> = { confirmation: 8, command: 8, again: 4 };

/**
 * Looks at every payment whose time has come: finishes commands whose outcome is unknown, finds confirmations whose callback was
 * lost, sends late money back, gives up what nobody will confirm. It begins nothing at the provider. Any number of replicas may do it
 * at once. One that fails is put off, longer every time, and holds up none of another lane.
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
    work: (payment) => advance(dependencies, payment),
    onFault: (error, { id }) =>
      observer.warn({ err: error, payment: id }, "a payment could not be brought forward"),
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

/** Nothing is wanted of the provider but what it knows. */
const ask = async (dependencies: Dependencies, payment: Payment): Promise<Payment> => {
  const { payments, provider } = dependencies;
  const pending = payment.refunds.find(({ status }) => status === "pending");
  if (pending !== undefined) return takeRefund(dependencies, payment, pending);
  if (payment.intentId === null) return look(dependencies, payment);
  const seen = await provider.read(payment);
  return payments.change(payment.id, (current) => observe(current, seen, momentOf(dependencies)));
};
