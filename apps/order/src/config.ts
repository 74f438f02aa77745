import { defineConfig, WholeNumber } from "@caravan/service-kit";
import * as v from "valibot";
import type { Limits } from "./domain/saga.ts";

const Seconds = (fallback: number) => v.optional(WholeNumber(1, 90 * 86_400), String(fallback));

/** The environment of this service. */
export const Config = defineConfig({
  /** How long an order waits for its payment. */
  PAYMENT_SECONDS: Seconds(900),
  /** How long a status may last that ends by steps of our own. */
  STEP_DEADLINE_SECONDS: Seconds(300),
  /** After how long logistics is asked again about an order that was not dispatched. */
  DISPATCH_SECONDS: Seconds(3_600),
  /** The same for one that is on its way, there or back. */
  DELIVERY_SECONDS: Seconds(86_400),
  /** What one shopper may hold without having paid for it: so many orders, of so many pieces in all. */
  MOST_UNPAID_ORDERS: v.optional(WholeNumber(1, 10_000), "10"),
  MOST_UNPAID_PIECES: v.optional(WholeNumber(1, 1_000_000), "200"),
  /** How long a step is a replica's own; the steps of one that died are taken over after it. */
  LEASE_SECONDS: v.optional(WholeNumber(15, 300), "30"),
  /** Between two looks for orders that nobody drives. */
  DETECTOR_SECONDS: Seconds(30),
  /** Orders whose steps are taken at the same time. */
  SAGA_CONCURRENCY: v.optional(WholeNumber(1, 500), "64"),
});
export type Config = v.InferOutput<typeof Config>;

/** The deadlines of the domain. */
export const limitsOf = (config: Config): Limits => ({
  paymentSeconds: config.PAYMENT_SECONDS,
  stepSeconds: config.STEP_DEADLINE_SECONDS,
  dispatchSeconds: config.DISPATCH_SECONDS,
  deliverySeconds: config.DELIVERY_SECONDS,
  mostUnpaidOrders: config.MOST_UNPAID_ORDERS,
  mostUnpaidPieces: config.MOST_UNPAID_PIECES,
});
