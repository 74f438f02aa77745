import { Refusal } from "@caravan/contracts";
import { callbackMalformed, isSigned, signatureInvalid } from "@caravan/service-kit";
import { addToOrder } from "@caravan/tracing";
import type {
  CallbackOutcome,
  Decide,
  Dependencies,
  PaymentProvider,
  ProviderCallback,
} from "../dependencies.ts";
import { observe } from "../domain/observe.ts";
import { concludeRefund } from "../domain/refunds.ts";
import { momentOf } from "./moment.ts";

/** A raw callback. */
export interface Incoming {
  readonly from: PaymentProvider["name"];
  readonly rawBody: string;
  readonly headers: Headers;
}

/**
 * Applies a provider's callback once. Its signature is verified first, and only the fields of the contract are
 * stored.
 *
 * A valid callback for an unknown payment is acknowledged and ignored: refusing it would make the provider repeat
 * it for days. It cannot be an early callback of ours, since our row is written before the call to the provider.
 *
 * @throws Refusal `signature-invalid`, `callback-malformed`, `payment-differs`
 */
export const receiveCallback = async (
  dependencies: Dependencies,
  incoming: Incoming,
): Promise<CallbackOutcome> => {
  const { payments, observer } = dependencies;
  const told = understand(dependencies, incoming);
  const decided = decisionOf(dependencies, told);
  if (decided === undefined) {
    observer.callback("unknown");
    return "unknown";
  }
  const startedAt = new Date();
  const { outcome, payment } = await payments
    .changeOnce(told.id, decided.paymentId, decided.decide)
    .catch((error: unknown) => {
      if (error instanceof Refusal && error.code === "payment-differs") {
        observer.callback("differs");
        observer.warn({ payment: decided.paymentId, callback: told.id }, error.detail);
      }
      throw error;
    });
  if (payment !== undefined) addToOrder(`callback of ${incoming.from}`, payment, startedAt);
  observer.callback(outcome);
  return outcome;
};

/** The payment of the callback, and the change it makes. */
const decisionOf = (
  dependencies: Dependencies,
  { seen, refund }: ProviderCallback,
): { paymentId: string; decide: Decide } | undefined => {
  const moment = () => momentOf(dependencies);
  if (refund !== undefined) {
    const { paymentId, refundId, outcome } = refund;
    return { paymentId, decide: (payment) => concludeRefund(payment, refundId, outcome, moment()) };
  }
  return seen && { paymentId: seen.paymentId, decide: (payment) => observe(payment, seen, moment()) };
};

const understand = (
  { provider, now, observer }: Dependencies,
  { from, rawBody, headers }: Incoming,
): ProviderCallback => {
  const { header, secret } = provider.signature;
  // There is no secret of other providers, so their signatures are never valid.
  if (provider.name !== from || !isSigned(secret, rawBody, headers.get(header), now())) {
    observer.callback("refused");
    throw signatureInvalid();
  }
  try {
    return provider.parseCallback(JSON.parse(rawBody));
  } catch (error) {
    observer.callback("refused");
    // Only the name of the error: messages of parsers quote their input.
    throw callbackMalformed(error instanceof Error ? error.name : "unreadable");
  }
};
