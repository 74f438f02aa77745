import { paymentRefunded } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";
import { learnFact } from "../use-cases/learn-fact.ts";

/** The event is about one refund; payment knows the sum of all, and replies to our own steps carry it as well. */
export const onPaymentRefunded = (dependencies: Dependencies) =>
  onEvent(paymentRefunded, async ({ orderId, paymentId, reason }, { id }) => {
    const refunds = await dependencies.payments.refunds(paymentId);
    await learnFact(
      dependencies,
      orderId,
      { kind: "payment-refunded", paymentId, refunds, why: reason },
      { consumer: "on-payment-refunded", eventId: id },
    );
  });
