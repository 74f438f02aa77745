import { defineConfig, WholeNumber } from "@caravan/service-kit";
import * as v from "valibot";
import type { Timing } from "./domain/shipment.ts";

/** The environment of this service. */
export const Config = defineConfig({
  /** How long a shipment waits, and can still be cancelled, before it is handed over. */
  DISPATCH_AFTER_SECONDS: v.optional(WholeNumber(0, 86_400), "20"),
  /** Time without news after which the carrier is polled. */
  POLL_AFTER_SECONDS: v.optional(WholeNumber(1, 86_400), "60"),
  /** Where partners reach us: the ingress. */
  CALLBACK_ORIGIN: v.optional(
    v.pipe(v.string(), v.url("must be a URL"), v.regex(/^https?:\/\/[^/]+$/, "must be an origin")),
    "http://istio-ingressgateway.istio-ingress.svc.cluster.local",
  ),
  /** Folder of the labels' fonts; the image carries it beside the bundle. */
  FONTS_DIR: v.optional(v.string(), "./assets"),
  /** Most streams of this process. */
  TRACKING_STREAMS: v.optional(WholeNumber(1, 10_000), "500"),
});
export type Config = v.InferOutput<typeof Config>;

/** The pauses of the domain. */
export const timingOf = (config: Config): Timing => ({
  dispatchAfterSeconds: config.DISPATCH_AFTER_SECONDS,
  pollAfterSeconds: config.POLL_AFTER_SECONDS,
});

const Secret = v.pipe(v.string(), v.minLength(16));

/** The secret `carrier-sender`: our key at the carrier, and the key that signs its callbacks. */
export const CarrierSecret = v.object({ apiKey: Secret, callbackSecret: Secret });
