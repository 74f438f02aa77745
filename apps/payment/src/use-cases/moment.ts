import type { Dependencies } from "../dependencies.ts";
import type { Moment } from "../domain/payment.ts";

/** The machine's environment, now. */
export const momentOf = ({ now, pollAfterSeconds, newRefundId }: Dependencies): Moment => ({
  now: now(),
  pollAfterSeconds,
  newRefundId,
});
