import type { BankCallback } from "@caravan/contracts";
import { planCallback, strikes } from "@caravan/partner";
import type { Change, Dependencies } from "../dependencies.ts";
import { type Intent, intentReply, type Step, transition } from "../domain/intent.ts";
import { intentUnknown } from "../domain/refusals.ts";

const later = (at: Date, seconds: number): Date => new Date(at.getTime() + Math.round(seconds * 1000));

/** Takes a step with an intent and plans its callback to the merchant. */
export const changeIntent = async (
  dependencies: Dependencies,
  intentId: string,
  stepOf: (intent: Intent) => Step,
): Promise<Change> => {
  const { intents, misbehaviour, now, newId, publicOrigin, count } = dependencies;
  const settings = await misbehaviour.get();
  const at = now();
  const change = await intents.change(
    intentId,
    (before, refunds) => {
      const step = stepOf(before);
      const refundReference = "refundReference" in step ? step.refundReference : undefined;
      const next = transition(before, refunds, step);
      if (next.told === undefined) return { ...next, callbacks: [] };
      const callback: BankCallback = {
        id: newId("bcb"),
        type: next.told,
        createdAt: at.toISOString(),
        intent: intentReply(next.intent, publicOrigin),
        refundReference,
      };
      // Drawn by the merchant's own names, so that the same run loses the same callbacks.
      const about = refundReference ?? before.merchantReference;
      const key = `${about} ${next.told}`;
      const body = JSON.stringify(callback);
      const callbacks = planCallback({ key, url: before.callbackUrl, body }, settings, at);
      if (step.step !== "refund") return { ...next, callbacks };
      const { seed, refundFailedRate = 0, refundFailedSeconds = 0 } = settings;
      return strikes(refundFailedRate, seed, "refund failed", step.refundReference)
        ? {
            ...next,
            callbacks,
            failing: { intentId, refundReference: step.refundReference, at: later(at, refundFailedSeconds) },
          }
        : { ...next, callbacks };
    },
    at,
  );
  if (change === undefined) throw intentUnknown(intentId);
  if (change.changed) count(change.intent.refundedCents > 0 ? "refunded" : change.intent.status);
  return change;
};
