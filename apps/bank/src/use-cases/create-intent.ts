import type { Change, Dependencies } from "../dependencies.ts";
import { intentDiffers } from "../domain/refusals.ts";
import { changeIntent } from "./change-intent.ts";

interface Input {
  readonly merchantReference: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly description?: string | null | undefined;
  readonly returnUrl: string;
  readonly callbackUrl: string;
}

/**
 * Begins a payment. The merchant's reference identifies it: a repetition returns the same intent, with the merchant's latest
 * return address.
 */
export const createIntent = async (
  dependencies: Dependencies,
  { merchantReference, amountCents, currency, description = null, returnUrl, callbackUrl }: Input,
): Promise<Change> => {
  const { intents, now, newId, count } = dependencies;
  const intent = {
    id: newId("int"),
    ...{ merchantReference, amountCents, currency, description, returnUrl, callbackUrl },
    status: "created" as const,
    capturedCents: 0,
    refundedCents: 0,
    declineReason: null,
    declinedCards: 0,
    createdAt: now(),
  };
  if ((await intents.create(intent)) === "created") {
    count("created");
    return { intent, changed: true };
  }
  const known = await intents.findByReference(merchantReference);
  if (known === undefined) throw new Error("an intent's reference is known and cannot be found");
  if (known.amountCents !== amountCents || known.currency !== currency)
    throw intentDiffers(merchantReference);
  if (known.status !== "created" || known.returnUrl === returnUrl) return { intent: known, changed: false };
  return changeIntent(dependencies, known.id, () => ({ step: "readdress", returnUrl }));
};
