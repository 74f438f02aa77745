import { paymentDeclined } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";
import { learnFact } from "../use-cases/learn-fact.ts";

export const onPaymentDeclined = (dependencies: Dependencies) =>
  onEvent(paymentDeclined, ({ orderId, paymentId, reason }, { id }) =>
    learnFact(
      dependencies,
      orderId,
      { kind: "payment-declined", paymentId, why: reason },
      { consumer: "on-payment-declined", eventId: id },
    ),
  );
