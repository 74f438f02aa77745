import type { Dependencies } from "../dependencies.ts";
import { tooManyAttempts } from "../domain/refusals.ts";
import { attempt, clientPolicy, type ThrottlePolicy } from "../domain/throttle.ts";

/** Counts an attempt, or refuses it. @throws Refusal `too-many-attempts` */
export const takeAttempt = async (
  { attempts, now }: Pick<Dependencies, "attempts" | "now">,
  key: string,
  policy: ThrottlePolicy,
): Promise<void> => {
  const at = now();
  const decision = await attempts.take(key, (before) => attempt(policy, before, at));
  if (!decision.allowed) throw tooManyAttempts(decision.retryAfterSeconds);
};

/** The same for whoever calls from a network address; calls from within the mesh have none. */
export const takeClientAttempt = async (
  dependencies: Dependencies,
  clientAddress: string | undefined,
): Promise<void> => {
  if (clientAddress === undefined) return;
  const policy = clientPolicy(dependencies.attemptsPerMinute);
  await takeAttempt(dependencies, `client:${clientAddress}`, policy);
};
