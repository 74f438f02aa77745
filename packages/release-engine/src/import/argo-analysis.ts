import type { Analysis, AnalysisTemplate, Metric } from "./argo-schema.ts";
import { thresholdOf } from "./condition.ts";
import { type Carried, fill, type GuardDraft, gather } from "./draft.ts";

type Values = Readonly<Record<string, string>>;

const guardOf = (template: string, metric: Metric, values: Values): Carried<GuardDraft> => {
  const { name, provider, successCondition, failureCondition } = metric;
  const field = `${template}: spec.metrics (${name})`;
  const refuse = (why: string) => ({ parts: [], notes: [{ field, why }] });
  const { prometheus } = provider;
  if (!prometheus) return refuse(`Guards ask Prometheus, not ${Object.keys(provider).join(", ")}.`);
  const threshold = thresholdOf(successCondition, failureCondition);
  if (!threshold) {
    const condition = [successCondition, failureCondition].filter((one) => one !== undefined).join("; ");
    return refuse(
      condition === ""
        ? "It has no condition, so Argo takes any value for a success."
        : `A guard has one bound above and one below; this is neither: ${condition}.`,
    );
  }
  const { text, missing } = fill(prometheus.query, values);
  if (missing.length > 0) return refuse(`Its query has arguments without a value: ${missing.join(", ")}.`);
  const limits = [
    "failureLimit",
    "inconclusiveLimit",
    "consecutiveErrorLimit",
    "consecutiveSuccessLimit",
    "count",
  ];
  const set = limits.filter((limit) => metric[limit] !== undefined);
  const why =
    "A value outside of a guard's bounds takes the release back; one that is missing only holds it.";
  const notes = set.length > 0 ? [{ field: `${field}.${set.join(", ")}`, why }] : [];
  return { parts: [{ name, query: text, ...threshold }], notes };
};

/** The guards that an analysis stands for, wherever it stands in a Rollout. */
export const guardsOf = (
  { templates, args }: Analysis,
  known: readonly AnalysisTemplate[],
): Carried<GuardDraft> =>
  gather(
    templates.map(({ templateName }) => {
      const template = known.find(({ metadata }) => metadata.name === templateName);
      if (!template) {
        const why = `The AnalysisTemplate ${templateName} is not in the file.`;
        return { parts: [], notes: [{ field: "analysis", why }] };
      }
      const given = [...template.spec.args, ...args].flatMap(({ name, value }) =>
        value === undefined ? [] : [[`args.${name}`, value]],
      );
      const values: Values = Object.fromEntries(given);
      return gather(template.spec.metrics.map((metric) => guardOf(templateName, metric, values)));
    }),
  );
