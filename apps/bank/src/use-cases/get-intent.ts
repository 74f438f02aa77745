import type { Dependencies } from "../dependencies.ts";
import type { Intent } from "../domain/intent.ts";
import { intentUnknown } from "../domain/refusals.ts";

export const getIntent = async (
  { intents }: Dependencies,
  { intentId }: { intentId: string },
): Promise<Intent> => {
  const intent = await intents.find(intentId);
  if (intent === undefined) throw intentUnknown(intentId);
  return intent;
};
