import { Refusal } from "@caravan/contracts";
import { callbackMalformed, isSigned, signatureInvalid } from "@caravan/service-kit";
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

/** A callback as it came in. */
export interface Incoming {
  readonly from: PaymentProvider["name"];
  readonly rawBody: string;
  readonly headers: Headers;
}

/**
 * Applies a provider's callback once. Nothing of it is believed before its signature is known to be right, and nothing is kept but
 * what the contract names.
 *
 * A well-signed callback for a payment that is none of ours is acknowledged and ignored: refusing it would make the provider send
 * it for days. It cannot be one of ours that comes too early, since our row is written before the provider hears of it.
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
  const outcome = await payments
    .changeOnce(told.id, decided.paymentId, decided.decide)
    .catch((error: unknown) => {
      if (error instanceof Refusal && error.code === "payment-differs") {
        observer.callback("differs");
        observer.warn({ payment: decided.paymentId, callback: told.id }, error.detail);
      }
      throw error;
    });
  observer.callback(outcome);
  return outcome;
};

/** Whose payment it is about, and what it means for it. */
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
  // Of a provider that is not ours there is no secret, so nothing it signs can be right.
  if (provider.name !== from || !isSigned(secret, rawBody, headers.get(header), now())) {
    observer.callback("refused");
    throw signatureInvalid();
  }
  try {
    return provider.parseCallback(JSON.parse(rawBody));
  } catch (error) {
    observer.callback("refused");
    // Only the name of the fault: messages of parsers quote what they read.
    throw callbackMalformed(error instanceof Error ? error.name : "unreadable");
  }
};
