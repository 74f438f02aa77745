import type { Dependencies } from "../dependencies.ts";
import { tooManyAttempts } from "../domain/refusals.ts";
import { type AttemptLimit, addressPolicy, attempt } from "../domain/throttle.ts";

/** Counts an attempt under each of these limits, or refuses it. @throws Refusal `too-many-attempts` */
export const takeAttempt = async (
  { attempts, now, countRefusedAttempt }: Pick<Dependencies, "attempts" | "now" | "countRefusedAttempt">,
  limits: readonly AttemptLimit[],
): Promise<void> => {
  if (limits.length === 0) return;
  const at = now();
  let asked: AttemptLimit["name"] = "place";
  const decision = await attempts.take(
    limits.map(({ name, key, policy }) => ({
      key,
      decide: (before) => {
        asked = name;
        return attempt(policy, before, at);
      },
    })),
  );
  if (decision.allowed) return;
  countRefusedAttempt(asked);
  throw tooManyAttempts(decision.retryAfterSeconds);
};

/** The limit of one network address for work on passwords; calls from within the mesh have none. */
export const addressLimits = (
  { limits }: Pick<Dependencies, "limits">,
  from: string | undefined,
): AttemptLimit[] =>
  from === undefined
    ? []
    : [{ name: "address", key: { on: "passwords", from }, policy: addressPolicy(limits.signInsPerMinute) }];
