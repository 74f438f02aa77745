import type { PaymentStatus, SagaStep, ShipmentStatus } from "@caravan/contracts";
import type { Refunds } from "./refunds.ts";

/** What a step that was done brought to light. */
export interface Learned {
  readonly reservationId?: string;
  /** Until when inventory keeps the goods for the order. */
  readonly heldUntil?: Date;
  readonly paymentStatus?: PaymentStatus;
  /** Those of the payment at hand. */
  readonly refunds?: Refunds | undefined;
  /** Earlier payments that keep no money any more. */
  readonly cancelledPayments?: readonly string[];
  readonly shipmentId?: string;
  readonly shipmentStatus?: ShipmentStatus;
}

/** What came of asking another service. The outcome that is unclear must be asked for again, under the same key. */
export type Outcome =
  | { readonly kind: "done"; readonly learned: Learned }
  /** Refused for good: the order knows what follows. */
  | { readonly kind: "refused"; readonly code: string; readonly why: string; readonly cause?: unknown }
  /** With a code the callee did answer, but said no in a way that nothing follows from: asking again will hardly help. */
  | {
      readonly kind: "unclear";
      readonly why: string;
      readonly code?: string | undefined;
      readonly cause?: unknown;
    };

/** What became of a step. */
export interface StepFact {
  readonly kind: "step";
  readonly step: SagaStep;
  /** The partial refund that `refund-payment` was about: the outcome of another one says nothing of the one at hand. */
  readonly refundId?: string | undefined;
  readonly outcome: Outcome;
}

/** Something that happened elsewhere. It is true whatever we think of it, so it is never refused. */
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

/** Something somebody wants. It is refused where it does not fit. */
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
