import { CarrierBehaviour, honestCarrier } from "@caravan/contracts";
import { defineConfig, WholeNumber } from "@caravan/service-kit";
import * as v from "valibot";

/** The environment of this service. */
export const Config = defineConfig({
  /** Where senders reach the API. */
  TLS_PORT: WholeNumber(1, 65_535),
  /** Seconds between two stations of a parcel; 0 moves parcels only by command. */
  STATION_SECONDS: v.optional(WholeNumber(0, 86_400), "20"),
  /** How the carrier behaves until the control API changes it, such as {"undeliverableRate":0.1}. */
  BEHAVIOUR: v.optional(
    v.pipe(
      v.string(),
      v.parseJson(undefined, "must be JSON"),
      v.record(v.string(), v.unknown(), "must be an object"),
      v.transform((given) => ({ ...honestCarrier, ...given })),
      v.omit(CarrierBehaviour, ["stationSeconds"]),
    ),
    "{}",
  ),
});
export type Config = v.InferOutput<typeof Config>;

/** The secret `carrier`: the sender's key, and the key that signs callbacks. */
export const CarrierSecret = v.object({
  apiKey: v.pipe(v.string(), v.minLength(16)),
  callbackSecret: v.pipe(v.string(), v.minLength(16)),
});
