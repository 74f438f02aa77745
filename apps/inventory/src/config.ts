import { defineConfig, WholeNumber } from "@caravan/service-kit";
import * as v from "valibot";

/** The environment of this service. */
export const Config = defineConfig({
  /** How long stock stays held for an order that is not paid. */
  HOLD_MINUTES: v.optional(WholeNumber(1, 1440), "15"),
  /** How often to look for holds whose time is over. */
  EXPIRY_PAUSE_SECONDS: v.optional(WholeNumber(1, 600), "5"),
});
export type Config = v.InferOutput<typeof Config>;
