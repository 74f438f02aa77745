import { Refusal } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import { concludeRefund } from "../domain/commands.ts";
import { nextStep, type Step } from "../domain/next-step.ts";
import { observe } from "../domain/observe.ts";
import type { Payment } from "../domain/payment.ts";
import { providerUnavailable } from "../domain/refusals.ts";
import { momentOf } from "./moment.ts";

/** A payment needs two or three; more means that the provider goes back on its word. */
const mostSteps = 6;

/**
 * Asks the provider for what is unfinished, one command after the other, and writes down what it says. What is wanted was
 * written before, so dying anywhere in between loses nothing: the worker comes here again.
 *
 * @throws Refusal `provider-unavailable` when it is still unfinished
 */
export const drivePayment = async (dependencies: Dependencies, payment: Payment): Promise<Payment> => {
  let current = payment;
  for (let taken = 0; taken < mostSteps; taken += 1) {
    const step = nextStep(current);
    if (step === undefined) return current;
    current = await take(dependencies, current, step);
  }
  throw providerUnavailable(new Error(`${payment.id} is unfinished after ${mostSteps} steps`));
};

const take = async (dependencies: Dependencies, payment: Payment, step: Step): Promise<Payment> => {
  const { payments, provider } = dependencies;
  if (step.ask === "refund") return takeRefund(dependencies, payment, step.refund);
  const seen = await provider[step.ask](payment);
  return payments.change(payment.id, (known) => observe(known, seen, momentOf(dependencies)));
};

const takeRefund = async (
  dependencies: Dependencies,
  payment: Payment,
  refund: Payment["refunds"][number],
): Promise<Payment> => {
  const { payments, provider, observer } = dependencies;
  const outcome = await provider.refund(payment, refund).then(
    () => "succeeded" as const,
    (error: unknown) => {
      if (!(error instanceof Refusal && error.code === "refund-refused")) throw error;
      observer.warn({ err: error.cause, payment: payment.id, refund: refund.id }, "a refund was refused");
      return "refused" as const;
    },
  );
  return payments.change(payment.id, (known) =>
    concludeRefund(known, refund.id, outcome, momentOf(dependencies)),
  );
};
