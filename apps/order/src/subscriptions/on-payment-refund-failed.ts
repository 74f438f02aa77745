import { paymentRefundFailed } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";
import { learnFact } from "../use-cases/learn-fact.ts";

/** Like a completed refund: payment knows the current sums. */
export const onPaymentRefundFailed = (dependencies: Dependencies) =>
  onEvent(paymentRefundFailed, async ({ orderId, paymentId, amount }, { id }) => {
    const refunds = await dependencies.payments.refunds(paymentId);
    await learnFact(
      dependencies,
      orderId,
      { kind: "payment-refund-failed", paymentId, amountCents: amount.amountCents, refunds },
      { consumer: "on-payment-refund-failed", eventId: id },
    );
  });
