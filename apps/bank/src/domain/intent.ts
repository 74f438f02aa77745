import type { BankCallback, BankIntent } from "@caravan/contracts";
import { intentCaptured, intentNotAuthorised, refundDiffers, refundTooLarge } from "./refusals.ts";

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
  readonly returnUrl: string;
  readonly callbackUrl: string;
  readonly createdAt: Date;
}

/** Money that was given back, under the merchant's reference. */
export interface Refund {
  readonly refundReference: string;
  readonly amountCents: number;
}

/** Money that moved. Captures are positive, refunds and fees negative. */
export interface Movement {
  readonly reference: string;
  readonly type: "capture" | "refund" | "fee";
  readonly intentId: string;
  readonly merchantReference: string;
  readonly refundReference: string | null;
  readonly amountCents: number;
}

/** What may be done to an intent. */
export type Step =
  | { readonly step: "authorise" | "capture" | "void" }
  | { readonly step: "decline"; readonly reason: string }
  | ({ readonly step: "refund" } & Refund);

/** The outcome of a step. Nothing `told`: nothing has changed. */
export interface Transition {
  readonly intent: Intent;
  readonly movements: readonly Movement[];
  readonly told: BankCallback["type"] | undefined;
}

/**
 * Decides what a step makes of an intent. Repeating a step that has been taken changes nothing, nor does confirming an
 * intent that has ended: whoever submits the page twice is sent on, not refused.
 *
 * @throws Refusal `intent-not-authorised`, `intent-captured`, `refund-too-large`, `refund-differs`
 */
export const transition = (intent: Intent, refunds: readonly Refund[], step: Step): Transition => {
  const { id, status } = intent;
  switch (step.step) {
    case "authorise":
      return status === "created" ? become(intent, "authorised") : unchanged(intent);
    case "decline":
      return status === "created"
        ? become({ ...intent, declineReason: step.reason }, "declined")
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
  }
};

const unchanged = (intent: Intent): Transition => ({ intent, movements: [], told: undefined });

const become = (intent: Intent, status: "authorised" | "declined" | "captured" | "voided"): Transition => ({
  intent: { ...intent, status },
  movements: [],
  told: `intent.${status}`,
});

const refund = (intent: Intent, refunds: readonly Refund[], asked: Refund): Transition => {
  const { id, merchantReference, capturedCents, refundedCents } = intent;
  const { refundReference, amountCents } = asked;
  const known = refunds.find((earlier) => earlier.refundReference === refundReference);
  if (known !== undefined && known.amountCents !== amountCents) throw refundDiffers(refundReference);
  if (known !== undefined) return unchanged(intent);
  if (refundedCents + amountCents > capturedCents) throw refundTooLarge(id, capturedCents - refundedCents);
  // Refunds of an intent follow each other, so what was refunded before names each of them.
  const reference = `rfn_${uuidOf(id)}_${refundedCents}`;
  return {
    intent: { ...intent, refundedCents: refundedCents + amountCents },
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

/** 1.4 % and 25 cents per capture. */
export const feeCents = (amountCents: number): number => Math.round((amountCents * 14) / 1000) + 25;

/** References are made of the intent's id: the database refuses a second capture of it. */
const captured = ({ id, merchantReference, amountCents }: Intent): Movement[] => {
  const about = { intentId: id, merchantReference, refundReference: null };
  return [
    { ...about, reference: `cap_${uuidOf(id)}`, type: "capture", amountCents },
    { ...about, reference: `fee_${uuidOf(id)}`, type: "fee", amountCents: -feeCents(amountCents) },
  ];
};

const uuidOf = (id: string): string => id.slice(id.indexOf("_") + 1);

/** The intent as merchants see it. */
export const intentReply = (intent: Intent, publicOrigin: string): BankIntent => {
  const { returnUrl: _, callbackUrl: __, createdAt: ___, ...shown } = intent;
  return { ...shown, confirmationUrl: `${publicOrigin}/pay/${intent.id}` };
};
