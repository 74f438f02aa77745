import type { BankCallback } from "@caravan/contracts";
import { planCallback } from "@caravan/stranger";
import type { Change, Dependencies } from "../dependencies.ts";
import { type Intent, intentReply, type Step, transition } from "../domain/intent.ts";
import { intentUnknown } from "../domain/refusals.ts";

/** Takes a step with an intent and plans the callback that tells the merchant of it. */
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
      const next = transition(before, refunds, step);
      if (next.told === undefined) return { ...next, callbacks: [] };
      const callback: BankCallback = {
        id: newId("bcb"),
        type: next.told,
        createdAt: at.toISOString(),
        intent: intentReply(next.intent, publicOrigin),
      };
      // Named by what the merchant chose, so that the same run loses the same callbacks.
      const about = step.step === "refund" ? step.refundReference : before.merchantReference;
      const key = `${about} ${next.told}`;
      const body = JSON.stringify(callback);
      return { ...next, callbacks: planCallback({ key, url: before.callbackUrl, body }, settings, at) };
    },
    at,
  );
  if (change === undefined) throw intentUnknown(intentId);
  if (change.changed) count(change.intent.refundedCents > 0 ? "refunded" : change.intent.status);
  return change;
};
