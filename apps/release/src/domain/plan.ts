import { defaultPlan, type Plan, readPlan } from "@caravan/release-engine";
import { planFaulty, planUnfeasible } from "./refusals.ts";

/** What a plan asks for that nothing here does. */
const unfeasible = ({ migrations, notifications }: Plan): string[] => [
  ...(migrations.expand.length > 0 || migrations.contract.length > 0 ? ["migrations"] : []),
  ...(notifications.length > 0 ? ["notifications"] : []),
];

/** The plan that a text says, or the default one. @throws Refusal `plan-faulty`, `plan-unfeasible` */
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
  const asked = unfeasible(plan);
  if (asked.length > 0) throw planUnfeasible(asked);
  return plan;
};
