import { mostPaySeconds } from "@caravan/contracts";
import { defineConfig, WholeNumber } from "@caravan/service-kit";
import * as v from "valibot";
import type { Limits } from "./domain/saga.ts";

const Seconds = (fallback: number) => v.optional(WholeNumber(1, 90 * 86_400), String(fallback));

/** The environment of this service. */
export const Config = defineConfig({
  /** How long an order waits for its payment. */
  PAYMENT_SECONDS: Seconds(mostPaySeconds),
  /** The maximum duration of a status that ends by our own steps. */
  STEP_DEADLINE_SECONDS: Seconds(300),
  /** Time after which logistics is asked again about an order that was not dispatched. */
  DISPATCH_SECONDS: Seconds(3_600),
  /** The same for an order in transit, in either direction. */
  DELIVERY_SECONDS: Seconds(86_400),
  /** Most unpaid orders of one shopper, and most pieces in all of them. */
  MOST_UNPAID_ORDERS: v.optional(WholeNumber(1, 10_000), "10"),
  MOST_UNPAID_PIECES: v.optional(WholeNumber(1, 1_000_000), "200"),
  /** Duration of a lease: after it another replica takes over the steps of a process that died. */
  LEASE_SECONDS: v.optional(WholeNumber(15, 300), "30"),
  /** Interval of the search for overdue orders. */
  DETECTOR_SECONDS: Seconds(30),
  /** Most orders whose steps run at the same time. */
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
