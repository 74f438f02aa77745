import { BankMisbehaviour, honestBank } from "@caravan/contracts";
import { defineConfig, WholeNumber } from "@caravan/service-kit";
import * as v from "valibot";

/** The environment of this service. */
export const Config = defineConfig({
  /** Where shoppers reach the confirmation page, such as http://bank.example:8080. */
  PUBLIC_ORIGIN: v.pipe(v.string(), v.regex(/^https?:\/\/[^/?#\s]+$/, "must be an origin, without a path")),
  /** The merchant's name on the page; the key of the secret `bank` is theirs. */
  MERCHANT_NAME: v.optional(v.pipe(v.string(), v.regex(/^[^\p{Cc}\p{Cs}]{1,60}$/u)), "Caravan"),
  /** Where merchants reach the API. */
  TLS_PORT: WholeNumber(1, 65_535),
  /** How the bank misbehaves until the control API changes it, such as {"declineRate":0.1}. */
  MISBEHAVIOUR: v.optional(
    v.pipe(
      v.string(),
      v.parseJson(undefined, "must be JSON"),
      v.record(v.string(), v.unknown(), "must be an object"),
      v.transform((given) => ({ ...honestBank, ...given })),
      BankMisbehaviour,
    ),
    "{}",
  ),
});
export type Config = v.InferOutput<typeof Config>;

/** The secret `bank`: the merchant's key, and the key that signs callbacks. */
export const BankSecret = v.object({
  apiKey: v.pipe(v.string(), v.minLength(16)),
  callbackSecret: v.pipe(v.string(), v.minLength(16)),
});
