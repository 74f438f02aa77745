import type { Dependencies, Outcome } from "../dependencies.ts";
import { findRelease } from "./find-release.ts";

/** What a deployer is told of its answer. */
export interface Heard {
  readonly counts: boolean;
  readonly explanation: string;
}

/**
 * Takes a deployer's answer to a task. The first one counts; another changes nothing, nor does one that nothing waits for.
 *
 * @throws Refusal `release-unknown`
 */
export const answerTask = async (
  dependencies: Pick<Dependencies, "releases">,
  { releaseId, number, by, ...outcome }: Outcome & { releaseId: string; number: number; by: string },
): Promise<Heard> => {
  const { releases } = dependencies;
  const { task, phase } = await findRelease(dependencies, releaseId);
  const before = await releases.outcome(releaseId, number);
  if (before)
    return before.outcome === outcome.outcome
      ? { counts: true, explanation: `It was answered before, and the same: ${before.outcome}.` }
      : { counts: false, explanation: `It was answered before: ${before.outcome}. The first answer counts.` };
  if (task?.number !== number)
    return {
      counts: false,
      explanation: `Nothing waits for task ${number} (any more): the release is ${phase}.`,
    };
  const first = await releases.answer(releaseId, number, { ...outcome, by });
  return first.outcome === outcome.outcome
    ? { counts: true, explanation: `The release goes on with it: ${first.outcome}.` }
    : {
        counts: false,
        explanation: `Another deployer said ${first.outcome} before. The first answer counts.`,
      };
};
