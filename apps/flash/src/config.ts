import { defineConfig, WholeNumber } from "@caravan/service-kit";
import * as v from "valibot";

/** The environment of this service. */
export const Config = defineConfig({
  /** How long a token that was issued after the opening waits until it counts. */
  LATE_SECONDS: v.optional(WholeNumber(0, 600), "3"),
  /** Most streams of this process: people who watch a sale. */
  WATCH_STREAMS: v.optional(WholeNumber(1, 100_000), "15000"),
});
export type Config = v.InferOutput<typeof Config>;
