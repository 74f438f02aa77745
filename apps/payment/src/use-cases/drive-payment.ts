import { Refusal } from "@caravan/contracts";
import { noteRefund } from "@caravan/tracing";
import type { Dependencies } from "../dependencies.ts";
import { nextStep, type Step } from "../domain/next-step.ts";
import { neverBegun, observe } from "../domain/observe.ts";
import type { Payment, Refund } from "../domain/payment.ts";
import { concludeRefund } from "../domain/refunds.ts";
import { providerUnavailable } from "../domain/refusals.ts";
import { halt } from "../domain/schedule.ts";
import { momentOf } from "./moment.ts";

/** A payment needs two or three; more means that the provider contradicts itself. */
const mostSteps = 6;

/**
 * Sends the unfinished commands to the provider, one after the other, and writes the replies. The requests were
 * written before, so a crash in between loses nothing: the worker repeats them.
 *
 * @throws Refusal `provider-unavailable` when it is still unfinished; `provider-refused` when it stays so until staff acts
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
  const { payments, provider, observer, now } = dependencies;
  if (step.ask === "refund") return takeRefund(dependencies, payment, step.refund);
  if (step.ask === "find") return look(dependencies, payment);
  try {
    const seen = await provider[step.ask](payment);
    return await payments.change(payment.id, (known) => observe(known, seen, momentOf(dependencies)));
  } catch (error) {
    if (!(error instanceof Refusal && error.code === "provider-refused")) throw error;
    observer.refused(step.ask);
    observer.warn({ err: error.cause, payment: payment.id }, `the provider refused to ${step.ask}`);
    await payments.change(payment.id, (known) => ({
      payment: halt(known, `The provider refused to ${step.ask}.`, now()),
      movements: [],
      events: [],
    }));
    throw error;
  }
};

/** Finds a payment at the provider whose id there is not known yet; begins none. */
export const look = async (dependencies: Dependencies, payment: Payment): Promise<Payment> => {
  const { payments, provider } = dependencies;
  const seen = await provider.find(payment);
  return payments.change(payment.id, (known) =>
    seen === undefined
      ? neverBegun(known, momentOf(dependencies))
      : observe(known, seen, momentOf(dependencies)),
  );
};

/** Requests a refund, or reads its state. */
export const takeRefund = async (
  dependencies: Dependencies,
  payment: Payment,
  refund: Refund,
): Promise<Payment> => {
  const { payments, provider, observer } = dependencies;
  noteRefund();
  const outcome = await provider.refund(payment, refund).catch((error: unknown) => {
    if (!(error instanceof Refusal && error.code === "refund-refused")) throw error;
    observer.refused("refund");
    observer.warn({ err: error.cause, payment: payment.id, refund: refund.id }, "a refund was refused");
    return "refused" as const;
  });
  return payments.change(payment.id, (known) =>
    concludeRefund(known, refund.id, outcome, momentOf(dependencies)),
  );
};
