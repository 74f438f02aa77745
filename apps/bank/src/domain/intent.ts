import type { BankCallback, BankIntent } from "@caravan/contracts";
import {
  intentCaptured,
  intentNotAuthorised,
  refundDiffers,
  refundFailed,
  refundTooLarge,
} from "./refusals.ts";

/** A payment: 0 ≤ refunded ≤ captured ≤ amount, always. */
export interface Intent {
  readonly id: string;
  readonly merchantReference: string;
  readonly status: BankIntent["status"];
  readonly amountCents: number;
  readonly currency: string;
  readonly capturedCents: number;
  readonly refundedCents: number;
  readonly declineReason: string | null;
  /** Cards that were declined so far; the shopper may try others. */
  readonly declinedCards: number;
  /** The merchant's description of the purchase. */
  readonly description: string | null;
  readonly returnUrl: string;
  readonly callbackUrl: string;
  readonly createdAt: Date;
}

/** A refund, under the merchant's reference. */
export interface Refund {
  readonly refundReference: string;
  readonly amountCents: number;
  /** It has failed: the money came back to us. */
  readonly failed?: boolean;
}

/** A movement of money. Captures are positive, refunds and fees negative. */
export interface Movement {
  readonly reference: string;
  readonly type: "capture" | "refund" | "refund-failed" | "fee";
  readonly intentId: string;
  readonly merchantReference: string;
  readonly refundReference: string | null;
  readonly amountCents: number;
}

/** The steps of an intent. */
export type Step =
  | { readonly step: "authorise" | "capture" | "void" }
  | { readonly step: "decline"; readonly reason: string }
  | { readonly step: "readdress"; readonly returnUrl: string }
  | { readonly step: "refund"; readonly refundReference: string; readonly amountCents: number }
  | { readonly step: "fail-refund"; readonly refundReference: string };

/** The outcome of a step. Some changes have no callback. */
export interface Transition {
  readonly intent: Intent;
  readonly changed: boolean;
  readonly movements: readonly Movement[];
  readonly told: BankCallback["type"] | undefined;
}

/** Declined cards after which the intent is declined. */
const mostDeclinedCards = 3;

/**
 * Decides the effect of a step. Repeating a step changes nothing, nor does confirming an
 * intent that has ended: a page submitted twice redirects and is not refused.
 *
 * @throws Refusal `intent-not-authorised`, `intent-captured`, `refund-too-large`, `refund-differs`
 */
export const transition = (intent: Intent, refunds: readonly Refund[], step: Step): Transition => {
  const { id, status } = intent;
  switch (step.step) {
    case "authorise":
      return status === "created" ? become(intent, "authorised") : unchanged(intent);
    case "decline":
      return status === "created" ? declineCard(intent, step.reason) : unchanged(intent);
    case "readdress":
      return status === "created" && intent.returnUrl !== step.returnUrl
        ? quietly({ ...intent, returnUrl: step.returnUrl })
        : unchanged(intent);
    case "capture":
      if (status === "captured") return unchanged(intent);
      if (status !== "authorised") throw intentNotAuthorised(id, status);
      return {
        ...become({ ...intent, capturedCents: intent.amountCents }, "captured"),
        movements: captured(intent),
      };
    case "void":
      if (status === "captured") throw intentCaptured(id);
      return status === "voided" || status === "declined" ? unchanged(intent) : become(intent, "voided");
    case "refund":
      return refund(intent, refunds, step);
    case "fail-refund":
      return failRefund(intent, refunds, step.refundReference);
  }
};

const unchanged = (intent: Intent): Transition => ({
  ...{ intent, changed: false },
  ...{ movements: [], told: undefined },
});

const quietly = (intent: Intent): Transition => ({ ...unchanged(intent), changed: true });

/** The shopper may try another card, up to a limit. */
const declineCard = (intent: Intent, declineReason: string): Transition => {
  const declinedCards = intent.declinedCards + 1;
  const tried = { ...intent, declinedCards };
  return declinedCards < mostDeclinedCards ? quietly(tried) : become({ ...tried, declineReason }, "declined");
};

const become = (intent: Intent, status: "authorised" | "declined" | "captured" | "voided"): Transition => ({
  intent: { ...intent, status },
  changed: true,
  movements: [],
  told: `intent.${status}`,
});

const refund = (
  intent: Intent,
  refunds: readonly Refund[],
  asked: Pick<Refund, "refundReference" | "amountCents">,
): Transition => {
  const { id, merchantReference, capturedCents, refundedCents } = intent;
  const { refundReference, amountCents } = asked;
  const known = refunds.find((earlier) => earlier.refundReference === refundReference);
  if (known !== undefined && known.amountCents !== amountCents) throw refundDiffers(refundReference);
  if (known?.failed) throw refundFailed(refundReference);
  if (known !== undefined) return unchanged(intent);
  if (refundedCents + amountCents > capturedCents) throw refundTooLarge(id, capturedCents - refundedCents);
  // Refunds of an intent are serialised, so their count identifies each of them.
  const reference = `rfn_${uuidOf(id)}_n${refunds.length}`;
  return {
    intent: { ...intent, refundedCents: refundedCents + amountCents },
    changed: true,
    movements: [
      {
        reference,
        type: "refund",
        intentId: id,
        merchantReference,
        refundReference,
        amountCents: -amountCents,
      },
    ],
    told: "refund.succeeded",
  };
};

/** The shopper's own bank rejects it. */
const failRefund = (intent: Intent, refunds: readonly Refund[], refundReference: string): Transition => {
  const place = refunds.findIndex((earlier) => earlier.refundReference === refundReference);
  const known = refunds[place];
  if (known === undefined || known.failed) return unchanged(intent);
  const { id, merchantReference } = intent;
  const { amountCents } = known;
  const about = { intentId: id, merchantReference, refundReference };
  return {
    intent: { ...intent, refundedCents: intent.refundedCents - amountCents },
    changed: true,
    movements: [{ ...about, reference: `rff_${uuidOf(id)}_n${place}`, type: "refund-failed", amountCents }],
    told: "refund.failed",
  };
};

/** 1.4 % and 25 cents per capture. */
export const feeCents = (amountCents: number): number => Math.round((amountCents * 14) / 1000) + 25;

/** The reference contains the intent's id, so that the database refuses a second capture of it. */
const captured = ({ id, merchantReference, amountCents }: Intent): Movement[] => {
  const about = { intentId: id, merchantReference, refundReference: null };
  return [
    { ...about, reference: `cap_${uuidOf(id)}`, type: "capture", amountCents },
    { ...about, reference: `fee_${uuidOf(id)}`, type: "fee", amountCents: -feeCents(amountCents) },
  ];
};

const uuidOf = (id: string): string => id.slice(id.indexOf("_") + 1);

/** The intent in replies to merchants. */
export const intentReply = (intent: Intent, publicOrigin: string): BankIntent => {
  const { id, merchantReference, status, amountCents, currency } = intent;
  const { capturedCents, refundedCents, declineReason } = intent;
  const shown = {
    ...{ id, merchantReference, status, amountCents, currency },
    ...{ capturedCents, refundedCents, declineReason },
  };
  return { ...shown, confirmationUrl: `${publicOrigin}/pay/${intent.id}` };
};
