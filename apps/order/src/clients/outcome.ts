import { Refusal, type RefusalKind } from "@caravan/contracts";
import type { Learned, Outcome } from "../domain/facts.ts";

/** What the callee says of the request itself: asked again, the same answer is to be expected. */
const answers: ReadonlySet<RefusalKind> = new Set([
  "invalid",
  "not-found",
  "conflict",
  "unprocessable",
  "too-large",
]);

/** Of a callee, or of the mesh before it, that is older than this version: it passes when the roll-out is done. */
const olderCallee: ReadonlySet<string> = new Set(["route-unknown", "idempotency-key-in-progress"]);

/**
 * Asks, and says what came of it. Only what the callee itself says in one of these codes is a refusal for good, from which the order
 * knows what follows. Another "no" of the callee is unclear with its code: it is asked a few times and then left to staff. Anything
 * else was not said by the callee, or not understood: then nobody knows, and the same is asked again under the same key.
 */
export const outcomeOf = async (
  ask: () => Promise<Learned | string>,
  forGood: readonly string[] = [],
): Promise<Outcome> => {
  try {
    const learned = await ask();
    return typeof learned === "string" ? { kind: "unclear", why: learned } : { kind: "done", learned };
  } catch (error) {
    if (!(error instanceof Refusal)) return { kind: "unclear", why: "the call failed" };
    if (forGood.includes(error.code))
      return { kind: "refused", code: error.code, why: error.detail, cause: error };
    if (answers.has(error.kind) && !olderCallee.has(error.code))
      return { kind: "unclear", why: error.detail, code: error.code, cause: error };
    return { kind: "unclear", why: error.message };
  }
};
