import type { PaymentStatus, SagaStep, ShipmentStatus } from "@caravan/contracts";
import type { Refunds } from "./refunds.ts";

/** What the reply to a completed step says. */
export interface Learned {
  readonly reservationId?: string;
  /** Until when inventory holds the goods for the order. */
  readonly heldUntil?: Date;
  readonly paymentStatus?: PaymentStatus;
  /** Those of the current payment. */
  readonly refunds?: Refunds | undefined;
  /** Earlier payments whose money has been refunded. */
  readonly cancelledPayments?: readonly string[];
  readonly shipmentId?: string;
  readonly shipmentStatus?: ShipmentStatus;
}

/** The outcome of a call to another service. An unclear one is repeated under the same key. */
export type Outcome =
  | { readonly kind: "done"; readonly learned: Learned }
  /** Refused for good: the order acts on the code. */
  | { readonly kind: "refused"; readonly code: string; readonly why: string; readonly cause?: unknown }
  /** With a code the callee did refuse, but the order has no reaction to that code: a repetition will hardly help. */
  | {
      readonly kind: "unclear";
      readonly why: string;
      readonly code?: string | undefined;
      readonly cause?: unknown;
    };

/** The outcome of a step. */
export interface StepFact {
  readonly kind: "step";
  readonly step: SagaStep;
  /** The partial refund that `refund-payment` was about: the outcome of another one does not count. */
  readonly refundId?: string | undefined;
  readonly outcome: Outcome;
}

/** Something that happened elsewhere. It is true already, so it is never refused. */
export type Fact =
  | StepFact
  | { readonly kind: "payment-started"; readonly paymentId: string }
  | { readonly kind: "payment-authorised"; readonly paymentId: string; readonly amountCents: number }
  | { readonly kind: "payment-declined"; readonly paymentId: string; readonly why: string }
  | {
      readonly kind: "payment-refunded";
      readonly paymentId: string;
      readonly refunds: Refunds;
      readonly why: string;
    }
  | {
      readonly kind: "payment-refund-failed";
      readonly paymentId: string;
      readonly amountCents: number;
      readonly refunds: Refunds;
    }
  | { readonly kind: "shipment-dispatched"; readonly shipmentId: string }
  | { readonly kind: "shipment-delivered"; readonly shipmentId: string }
  | { readonly kind: "shipment-returned"; readonly shipmentId: string; readonly why: string }
  | { readonly kind: "deadline-over" };

/** A request of a shopper or of staff. It is refused when the order does not allow it. */
export type Command =
  | { readonly kind: "cancel"; readonly who: string; readonly why: string | null }
  | { readonly kind: "return"; readonly who: string; readonly why: string | null }
  | { readonly kind: "retry"; readonly who: string; readonly why: string }
  | {
      readonly kind: "refund";
      readonly who: string;
      readonly why: string;
      readonly refundId: string;
      readonly amountCents: number;
    };
