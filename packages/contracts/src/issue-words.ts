import * as v from "valibot";
import type { FieldError } from "./refusal.ts";

/** What a schema refuses. */
export type Issue = v.BaseIssue<unknown>;

/** How valibot words what a schema says nothing of its own about: `Invalid type: Expected "a" but received undefined`. */
const raw = /^Invalid .+: (Expected .+ but r|R)eceived /s;

/** What valibot calls the kinds of values. */
const kinds: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  boolean: "true or false",
  Object: "an object with named fields",
  Array: "a list",
};

const quoted = /"(?:[^"\\]|\\.)*"/g;

/** Schemas that say which values they take. */
const choices: ReadonlySet<string> = new Set(["literal", "picklist", "variant"]);

/** One of several values, as valibot lists them: `("a" | "b")`. */
const choiceOf = (expected: string): string | undefined => {
  const values = expected.match(quoted) ?? [];
  if (values.length === 0 || expected.replace(quoted, "").replace(/[()|\s]/g, "") !== "") return undefined;
  return values.length === 1 ? values.join("") : `one of ${values.join(", ")}`;
};

/**
 * What is wrong with a value, for people, to be read after the name of its field: `must be a number`. A schema's own words are kept; those
 * of valibot are for programmers, and reach no one.
 */
export const issueInWords = ({
  message,
  type,
  expected,
  received,
  input,
  requirement,
  issues,
}: Issue): string => {
  if (!raw.test(message)) return message;
  const choice = choices.has(type) ? choiceOf(expected ?? "") : undefined;
  if (received === "undefined")
    return choice === undefined ? "is missing" : `is missing: it must be ${choice}`;
  if (expected === "never") return "is not known here: leave it out";
  // Of a union: what its first way asks for.
  if (issues !== undefined) return issueInWords(issues[0]);
  const of = typeof input === "string" ? "characters" : "entries";
  if (type === "min_length") return `must have at least ${requirement} ${of}`;
  if (type === "max_length") return `must have at most ${requirement} ${of}`;
  if (type === "iso_timestamp") return "must be a time such as 2026-11-28T20:00:00.000Z";
  const wanted = kinds[expected ?? ""] ?? choice;
  return wanted === undefined ? "cannot be this value" : `must be ${wanted}`;
};

/** The field that an issue is about, as a dotted path under `part`; the part itself, or `it`, for a whole. */
const issueField = (issue: Issue, part?: string): string => {
  const path = v.getDotPath(issue);
  return path === null ? (part ?? "it") : part === undefined ? path : `${part}.${path}`;
};

/** What is wrong with each field of a `part` of the input, such as `body`; what two checks of a field say is said once. */
export const fieldErrors = (issues: readonly Issue[], part?: string): FieldError[] =>
  issues
    .map((issue) => ({ field: issueField(issue, part), detail: issueInWords(issue) }))
    .filter(
      ({ field, detail }, at, all) =>
        all.findIndex((one) => one.field === field && one.detail === detail) === at,
    );
