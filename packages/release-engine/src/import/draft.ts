import type * as v from "valibot";
import type { PlanFile } from "../plan/plan-file.ts";

/** What a specification says that a plan does not, or says otherwise. */
export interface Note {
  /** A field of the specification: `spec.analysis.threshold`. */
  readonly field: string;
  readonly why: string;
}

export type PlanDraft = v.InferInput<typeof PlanFile>;
export type StepDraft = NonNullable<PlanDraft["steps"]>[number];
export type GuardDraft = NonNullable<PlanDraft["guards"]>[number];
export type NotificationDraft = NonNullable<PlanDraft["notifications"]>[number];

/** A plan that was made of another tool's specification, and what it could not carry over. */
export interface Draft {
  readonly plan: PlanDraft;
  readonly notes: readonly Note[];
}

/** One part of a specification: what it becomes, and what it does not. */
export interface Carried<Part> {
  readonly parts: readonly Part[];
  readonly notes: readonly Note[];
}

export const gather = <Part>(all: readonly Carried<Part>[]): Carried<Part> => ({
  parts: all.flatMap(({ parts }) => parts),
  notes: all.flatMap(({ notes }) => notes),
});

/**
 * A note for each field that is there and has no place in a plan.
 *
 * @param why the reason, by field; one without any has nothing like it in a plan
 * @param carried fields that are carried over, or said elsewhere
 */
export const notesOn = (
  value: Readonly<Record<string, unknown>>,
  prefix: string,
  why: Readonly<Record<string, string>>,
  carried: readonly string[],
): Note[] =>
  Object.entries(value).flatMap(([field, content]) =>
    content === undefined || carried.includes(field)
      ? []
      : [{ field: `${prefix}.${field}`, why: why[field] ?? "There is nothing like it in a plan." }],
  );

/** Puts values in for `{{ name }}`; a name without a value stays, and is said. */
export const fill = (query: string, values: Readonly<Record<string, string>>) => {
  const missing = new Set<string>();
  const text = query.replaceAll(/\{\{-?\s*([\w.-]+)\s*-?\}\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) missing.add(name);
    return value ?? whole;
  });
  return { text: text.trim(), missing: [...missing] };
};

/** A step at which people decide. */
export const withApproval = (step: StepDraft): StepDraft => ({ ...step, gates: ["approval"] });

/** Steps in ascending order below 100 %; the others are said. */
export const ascending = (steps: readonly StepDraft[], field: string): Carried<StepDraft> => {
  const parts: StepDraft[] = [];
  const notes: Note[] = [];
  for (const step of steps) {
    const [weight, before] = [Number(step.weight), Number(parts.at(-1)?.weight ?? 0)];
    if (weight >= 100) {
      const why =
        "At 100 % there is nothing to compare with: after the last step v2 gets everything and becomes v1.";
      notes.push({ field, why });
      const last = parts.at(-1);
      if (step.gates?.length && last) parts.splice(-1, 1, withApproval(last));
    } else if (weight > before) parts.push(step);
    else notes.push({ field, why: `${weight} % after ${before} % is left out: steps only go up.` });
  }
  return { parts, notes };
};
