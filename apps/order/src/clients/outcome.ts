import { Refusal } from "@caravan/contracts";
import type { Outcome } from "../dependencies.ts";
import type { Learned } from "../domain/facts.ts";

/**
 * Asks, and says what came of it. Only what the callee itself says in one of these codes is a refusal for good. Anything else
 * was not said by the callee, or not understood: then nobody knows, and the same is asked again under the same key.
 */
export const outcomeOf = async (
  ask: () => Promise<Learned | string>,
  forGood: readonly string[] = [],
): Promise<Outcome> => {
  try {
    const learned = await ask();
    return typeof learned === "string" ? { kind: "unclear", why: learned } : { kind: "done", learned };
  } catch (error) {
    if (error instanceof Refusal && forGood.includes(error.code))
      return { kind: "refused", code: error.code, why: error.detail, cause: error };
    return { kind: "unclear", why: error instanceof Refusal ? error.message : "the call failed" };
  }
};
