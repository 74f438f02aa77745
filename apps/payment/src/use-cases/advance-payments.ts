import type { Dependencies } from "../dependencies.ts";
import { nextStep } from "../domain/next-step.ts";
import { observe } from "../domain/observe.ts";
import type { Payment } from "../domain/payment.ts";
import { drivePayment } from "./drive-payment.ts";
import { momentOf } from "./moment.ts";

/** Asked of the provider at the same time: enough to catch up, few enough to leave it to the shoppers. */
const batchSize = 8;

/**
 * Looks at every payment whose time has come: finishes commands whose outcome is unknown, finds confirmations whose callback was
 * lost, sends late money back. Any number of replicas may do it at once. One that fails is put off, longer every time.
 */
export const advancePayments = async (dependencies: Dependencies): Promise<void> => {
  const { payments, now, pollAfterSeconds, observer } = dependencies;
  for (;;) {
    const due = await payments.claimDue(now(), batchSize, pollAfterSeconds);
    await Promise.all(
      due.map((payment) =>
        advance(dependencies, payment).catch((error: unknown) =>
          observer.warn({ err: error, payment: payment.id }, "a payment could not be brought forward"),
        ),
      ),
    );
    if (due.length < batchSize) return;
  }
};

const advance = async (dependencies: Dependencies, payment: Payment): Promise<void> => {
  const { payments, provider } = dependencies;
  if (nextStep(payment) === undefined) {
    const seen = await provider[payment.intentId === null ? "create" : "read"](payment);
    const known = await payments.change(payment.id, (current) =>
      observe(current, seen, momentOf(dependencies)),
    );
    await drivePayment(dependencies, known);
  } else await drivePayment(dependencies, payment);
};
