import type { Change, Dependencies } from "../dependencies.ts";
import { intentDiffers } from "../domain/refusals.ts";

interface Input {
  readonly merchantReference: string;
  readonly amountCents: number;
  readonly currency: string;
  readonly returnUrl: string;
  readonly callbackUrl: string;
}

/** Begins a payment. The merchant's reference is what makes it one: asked again, the same intent answers. */
export const createIntent = async (
  { intents, now, newId, count }: Dependencies,
  { merchantReference, amountCents, currency, returnUrl, callbackUrl }: Input,
): Promise<Change> => {
  const intent = {
    id: newId("int"),
    ...{ merchantReference, amountCents, currency, returnUrl, callbackUrl },
    status: "created" as const,
    capturedCents: 0,
    refundedCents: 0,
    declineReason: null,
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
  return { intent: known, changed: false };
};
