import { defineConfig, WholeNumber } from "@caravan/service-kit";
import * as v from "valibot";

/** The environment of this service. */
export const Config = defineConfig({
  /** How long stock is held for an unpaid order. */
  HOLD_MINUTES: v.optional(WholeNumber(1, 1440), "15"),
  /** How often to expire holds. */
  EXPIRY_PAUSE_SECONDS: v.optional(WholeNumber(1, 600), "5"),
});
export type Config = v.InferOutput<typeof Config>;
