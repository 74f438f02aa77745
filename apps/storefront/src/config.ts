import { defineConfig, WholeNumber } from "@caravan/service-kit";
import * as v from "valibot";

export const Config = defineConfig({
  /** How long a page may show catalogue data without asking product again. */
  CATALOGUE_FRESH_SECONDS: v.optional(WholeNumber(1, 60), "2"),
  /** How long a page may show a stock figure without asking inventory again. */
  STOCK_FRESH_SECONDS: v.optional(WholeNumber(1, 60), "1"),
});
export type Config = v.InferOutput<typeof Config>;
