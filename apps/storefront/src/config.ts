import { defineConfig, WholeNumber } from "@caravan/service-kit";
import * as v from "valibot";

const isOrigin = (text: string): boolean =>
  URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;

export const Config = defineConfig({
  /** How long catalogue data is served without asking product again. */
  CATALOGUE_FRESH_SECONDS: v.optional(WholeNumber(1, 60), "2"),
  /** How long a stock figure is served without asking inventory again. */
  STOCK_FRESH_SECONDS: v.optional(WholeNumber(1, 60), "1"),
  /** Where the bank's payment page is: the one origin outside of the shop that shoppers are sent to. */
  PAYMENT_PAGE_ORIGIN: v.pipe(
    v.string(),
    v.check(isOrigin, "must be an origin such as https://bank.example, without a path"),
  ),
});
export type Config = v.InferOutput<typeof Config>;
