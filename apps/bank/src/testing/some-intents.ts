import { honestBank, newId } from "@caravan/contracts";
import { planCallback } from "@caravan/partner";
import type { Decide } from "../dependencies.ts";
import { type Intent, type Step, transition } from "../domain/intent.ts";

export const now = new Date("2026-11-25T12:00:00.000Z");
export const make = (change: Partial<Intent> = {}): Intent => ({
  id: newId("int"),
  merchantReference: newId("pay"),
  status: "created",
  amountCents: 1000,
  currency: "EUR",
  capturedCents: 0,
  refundedCents: 0,
  declineReason: null,
  declinedCards: 0,
  description: "Order 7 für Ä",
  returnUrl: "https://shop.test/",
  callbackUrl: "https://shop.test/callbacks",
  createdAt: now,
  ...change,
});
export const decide =
  (step: Step): Decide =>
  (intent, refunds) => {
    const next = transition(intent, refunds, step);
    const callback = { key: `${intent.id} ${next.told}`, url: intent.callbackUrl, body: `${next.told}` };
    return { ...next, callbacks: next.told === undefined ? [] : planCallback(callback, honestBank, now) };
  };
export const refund = (refundReference: string, amountCents: number): Step => ({
  step: "refund",
  refundReference,
  amountCents,
});
