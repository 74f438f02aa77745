import { defaultPlan, type Plan, readPlan } from "@caravan/release-engine";
import { planFaulty, planUnfeasible } from "./refusals.ts";

/**
 * Compares who a plan names with who can be told.
 *
 * @throws Refusal `plan-unfeasible`
 */
export const requireReceivers = ({ notifications }: Plan, known: readonly string[]): void => {
  const unknown = notifications.map(({ receiver }) => receiver).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const there = known.length === 0 ? "none is switched on" : `there are: ${known.join(", ")}`;
  throw planUnfeasible([
    `notifications to ${unknown.join(", ")} (${there}; alertmanager.receivers of charts/observability)`,
  ]);
};

/** The plan that a text says, or the default one. @throws Refusal `plan-faulty` */
export const planOf = (service: string, text: string | undefined): Plan => {
  if (text === undefined) return defaultPlan(service);
  const { plan, faults } = readPlan(text, { service });
  if (plan === undefined)
    throw planFaulty(
      faults.slice(0, 50).map(({ where, line, problem, remedy }) => ({
        field: where === "" ? `line ${line}` : where,
        detail: `${problem} ${remedy}`,
      })),
    );
  return plan;
};
