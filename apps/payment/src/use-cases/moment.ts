import type { Dependencies } from "../dependencies.ts";
import type { Moment } from "../domain/payment.ts";

/** This moment, for the machine. */
export const momentOf = ({ now, pollAfterSeconds, newRefundId }: Dependencies): Moment => ({
  now: now(),
  pollAfterSeconds,
  newRefundId,
});
