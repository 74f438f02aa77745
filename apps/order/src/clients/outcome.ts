import { Refusal, type RefusalKind } from "@caravan/contracts";
import type { Learned, Outcome } from "../domain/facts.ts";

/** Refusals of the request itself: a repetition would get the same answer. */
const answers: ReadonlySet<RefusalKind> = new Set([
  "invalid",
  "not-found",
  "conflict",
  "unprocessable",
  "too-large",
]);

/** From a callee, or a mesh, older than this version: it passes when the roll-out is done. */
const olderCallee: ReadonlySet<string> = new Set(["route-unknown", "idempotency-key-in-progress"]);

/**
 * Makes a call and classifies its outcome. A refusal of the callee with one of these codes is final, and the order acts on it.
 * Another refusal of the callee is unclear with its code: the call is repeated a few times and then left to staff. Anything
 * else did not come from the callee, or is not understood: the outcome is unknown, and the call is repeated under the same key.
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
