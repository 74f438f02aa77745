import { paymentAuthorised } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";
import { learnFact } from "../use-cases/learn-fact.ts";

export const onPaymentAuthorised = (dependencies: Dependencies) =>
  onEvent(paymentAuthorised, ({ orderId, paymentId, amount }, { id }) =>
    learnFact(
      dependencies,
      orderId,
      { kind: "payment-authorised", paymentId, amountCents: amount.amountCents },
      { consumer: "on-payment-authorised", eventId: id },
    ),
  );
