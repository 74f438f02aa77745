import { defineConfig, WholeNumber } from "@caravan/service-kit";
import * as v from "valibot";

const Origin = v.pipe(v.string(), v.url("must be a URL"));

/** The environment of this service. */
export const Config = defineConfig({
  /** The payment provider. */
  PROVIDER: v.optional(v.picklist(["bank", "stripe"], "must be bank or stripe"), "bank"),
  /** The ingress, as the provider reaches it. */
  CALLBACK_ORIGIN: v.optional(Origin, "http://istio-ingressgateway.istio-ingress.svc.cluster.local"),
  /** Where Stripe is reached; plain HTTP, because Envoy originates TLS. */
  STRIPE_BASE_URL: v.optional(Origin, "http://api.stripe.com"),
  /** How long a payment may be without news before the provider is asked. */
  POLL_AFTER_SECONDS: v.optional(WholeNumber(1, 3600), "20"),
  /** How often to poll for due payments. */
  POLL_PAUSE_SECONDS: v.optional(WholeNumber(1, 600), "1"),
  /** How often yesterday and today are reconciled. */
  RECONCILE_PAUSE_SECONDS: v.optional(WholeNumber(10, 86_400), "3600"),
});
export type Config = v.InferOutput<typeof Config>;

const Word = v.pipe(v.string(), v.minLength(1));

/** The secrets `bank-merchant` and `stripe-merchant`: our key at the provider, and what it signs callbacks with. */
export const MerchantSecret = v.object({ apiKey: Word, callbackSecret: Word });
