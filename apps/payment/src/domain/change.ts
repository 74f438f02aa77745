import {
  type EventData,
  type EventDefinition,
  euros,
  paymentAuthorised,
  paymentDeclined,
  paymentRefunded,
  paymentRefundFailed,
} from "@caravan/contracts";
import type { Movement } from "./books.ts";
import type { Moment, Payment, Refund } from "./payment.ts";
import { schedule } from "./schedule.ts";

/** The events to publish. */
export interface PaymentEvent {
  readonly topic: EventDefinition["topic"];
  readonly data: EventData<
    typeof paymentAuthorised | typeof paymentDeclined | typeof paymentRefunded | typeof paymentRefundFailed
  >;
}

/** A payment after a step, with the movements and events of the same transaction. */
export interface Change {
  readonly payment: Payment;
  readonly movements: readonly Movement[];
  readonly events: readonly PaymentEvent[];
}

/** A change without movements and events; nothing is written when it is the very same object. */
export const unchanged = (payment: Payment): Change => ({ payment, movements: [], events: [] });

/** The payment with these parts replaced, and its next due time. */
export const changed = (
  before: Payment,
  parts: Partial<Payment>,
  moment: Moment,
  effects: Partial<Pick<Change, "movements" | "events">> = {},
): Change => ({
  payment: schedule(before, { ...before, ...parts }, moment),
  movements: effects.movements ?? [],
  events: effects.events ?? [],
});

const fact = ({ id, orderId }: Payment, amountCents: number) => ({
  paymentId: id,
  orderId,
  amount: euros(amountCents),
});

export const authorisedEvent = (payment: Payment): PaymentEvent => ({
  topic: paymentAuthorised.topic,
  data: fact(payment, payment.amountCents),
});

export const declinedEvent = (payment: Payment, reason: string): PaymentEvent => ({
  topic: paymentDeclined.topic,
  data: { ...fact(payment, payment.amountCents), reason },
});

export const refundedEvent = (payment: Payment, refund: Refund): PaymentEvent => ({
  topic: paymentRefunded.topic,
  data: { ...fact(payment, refund.amountCents), refundId: refund.id, reason: refund.reason },
});

export const refundFailedEvent = (payment: Payment, refund: Refund): PaymentEvent => ({
  topic: paymentRefundFailed.topic,
  data: { ...fact(payment, refund.amountCents), refundId: refund.id, reason: refund.reason },
});
