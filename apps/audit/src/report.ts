import type { Verdict } from "@caravan/audit";
import type { Logger } from "@caravan/service-kit";

/** How the program ends; Kubernetes tries again only when the audit could not be made. */
export const exitCodes = { sound: 0, broken: 1, couldNotAudit: 2 } as const;

/** The log names this many faults of an invariant and counts the rest. */
const most = 20;

/** Writes a line for each invariant and one for the whole audit. Returns the exit code. */
export const report = (verdicts: readonly Verdict[], log: Pick<Logger, "info" | "error">): number => {
  for (const { name: invariant, faults } of verdicts) {
    const examples = faults.slice(0, most).map(({ sentence }) => sentence);
    if (faults.length === 0) log.info({ invariant, faults: 0 }, "an invariant holds");
    else log.error({ invariant, faults: faults.length, examples }, "an invariant is broken");
  }
  const broken = verdicts.filter(({ faults }) => faults.length > 0).length;
  const counts = { invariants: verdicts.length, broken };
  if (broken === 0) log.info(counts, "every invariant holds");
  else log.error(counts, "the shop is not sound");
  return broken === 0 ? exitCodes.sound : exitCodes.broken;
};

/** Writes why the audit could not be made, without a stack. Returns the exit code. */
export const couldNotAudit = (error: unknown, log: Pick<Logger, "fatal">): number => {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  log.fatal({ error: name, reason: message }, "the audit could not be made");
  return exitCodes.couldNotAudit;
};
