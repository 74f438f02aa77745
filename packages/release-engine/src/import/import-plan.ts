import * as v from "valibot";
import { parseAllDocuments, stringify, type YAMLParseError } from "yaml";
import { readPlan } from "../plan/lint.ts";
import { fromArgo } from "./argo.ts";
import { AnalysisTemplate, Rollout } from "./argo-schema.ts";
import type { Draft, Note } from "./draft.ts";
import { fromFlagger } from "./flagger.ts";
import { Canary, MetricTemplate } from "./flagger-schema.ts";

/** A plan that was made of another tool's specification. */
export interface ImportedPlan {
  readonly service: string;
  /** The text of its file; the notes stand in it as comments. */
  readonly text: string;
  /** What could not be carried over, or is meant otherwise here, and why. */
  readonly notes: readonly Note[];
}

const ofKind = <Schema extends v.GenericSchema>(values: readonly unknown[], schema: Schema) =>
  values.flatMap((value) => {
    const { success, output } = v.safeParse(schema, value);
    return success ? [output] : [];
  });

const Kind = v.object({
  kind: v.picklist(["Canary", "Rollout"]),
  metadata: v.optional(v.looseObject({ name: v.optional(v.string()) })),
});

const draftOf = (values: readonly unknown[]): Draft => {
  const [canary] = ofKind(values, Canary);
  if (canary) return fromFlagger(canary, ofKind(values, MetricTemplate));
  const [rollout] = ofKind(values, Rollout);
  if (rollout) return fromArgo(rollout, ofKind(values, AnalysisTemplate));
  const broken = values.find((value) => v.is(Kind, value));
  if (broken === undefined)
    throw new RangeError("There is no Canary of Flagger and no Rollout of Argo in the file.");
  const { kind } = v.parse(Kind, broken);
  const [issue] = v.safeParse(kind === "Canary" ? Canary : Rollout, broken).issues ?? [];
  throw new RangeError(`The ${kind} cannot be read${issue ? `: ${wordsOf(issue)}` : ""}.`);
};

/** What is wrong with a field, and what it has to be. */
const wordsOf = (issue: v.BaseIssue<unknown>): string => {
  const field = v.getDotPath(issue) ?? "the object";
  if (issue.received === "undefined") return `${field} is missing. Add it; the tool itself needs it, too`;
  const wanted = (issue.expected ?? "").replace(/^Object$/, "a mapping").replace(/^Array$/, "a list");
  return `${field} is ${issue.received}${wanted ? ` and has to be ${wanted}` : ""}. Correct it in the file`;
};

const List = v.object({ kind: v.literal("List"), items: v.array(v.unknown()) });

/** What `kubectl get -o yaml` writes of several objects is one object. */
const unlisted = (value: unknown): readonly unknown[] => (v.is(List, value) ? value.items : [value]);

/** A plan is of one service; what else is in the file is said. */
const leftOut = (values: readonly unknown[]): Note[] =>
  values
    .filter((value) => v.is(Kind, value))
    .slice(1)
    .map((value) => {
      const { kind, metadata } = v.parse(Kind, value);
      const why = "A plan is of one service: import it from a file of its own.";
      return { field: `${kind} ${metadata?.name ?? "without a name"}`, why };
    });

/** @throws RangeError when its aliases would fill the memory */
const readValue = (document: { toJS(): unknown }): unknown => {
  try {
    return document.toJS();
  } catch (error) {
    throw new RangeError(
      "Its aliases (*name) stand for more than can be read. Write what they stand for in their place, or leave it out.",
      { cause: error },
    );
  }
};

const wrapped = (text: string, width = 100): string[] => {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1) ?? "";
    if (line !== "" && line.length + word.length >= width) lines.push(word);
    else lines.splice(-1, 1, line === "" ? word : `${line} ${word}`);
  }
  return lines;
};

const comment = (notes: readonly Note[]): string =>
  notes.length === 0
    ? ""
    : `#\n# Not carried over, or meant otherwise here:\n${notes
        .flatMap(({ field, why }) => {
          const [first = "", ...rest] = wrapped(`${field}: ${why}`);
          return [`# - ${first}`, ...rest.map((line) => `#   ${line}`)];
        })
        .join("\n")}\n`;

/** Where YAML goes wrong; a library's drawing of the place is left out. */
const notYaml = ({ message, linePos }: YAMLParseError): string => {
  const [first = ""] = message.split("\n");
  const what = first.replace(/ at line \d+, column \d+:?$/, "");
  const [place] = linePos ?? [];
  return `This is not YAML${place ? ` (line ${place.line}, column ${place.col})` : ""}: ${what}. Correct it, or write the object anew: kubectl get … -o yaml`;
};

/**
 * Makes a plan of the YAML of a Flagger `Canary` (with its `MetricTemplate`s) or an Argo `Rollout` (with its `AnalysisTemplate`s).
 *
 * @throws RangeError when there is neither in it, or the YAML cannot be read
 */
export const importPlan = (yaml: string): ImportedPlan => {
  const documents = parseAllDocuments(yaml);
  const all = Array.isArray(documents) ? documents : [];
  const [fault] = all.flatMap(({ errors }) => errors);
  if (fault) throw new RangeError(notYaml(fault));
  const values = all.map(readValue).flatMap(unlisted);
  const { plan, notes } = draftOf(values);
  const body = stringify(plan, { lineWidth: 0 });
  const faults = readPlan(body).faults.map(({ where, problem, remedy }) => ({
    field: `the plan's ${where}`,
    why: `${problem} ${remedy}`,
  }));
  const said = [...notes, ...leftOut(values), ...faults];
  return {
    ...{ service: plan.service, notes: said },
    text: `# yaml-language-server: $schema=plan.schema.json\n${comment(said)}${body}`,
  };
};
