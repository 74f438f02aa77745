import { issueInWords, Refusal } from "@caravan/contracts";
import * as v from "valibot";
import type { FieldErrors } from "../pages/fields.ts";
import { fieldSentence } from "./field-words.ts";

/** Parses a form's fields: the output, or the errors by field. */
export const parseFields = <const S extends v.GenericSchema>(
  schema: S,
  fields: unknown,
): { readonly output: v.InferOutput<S> } | { readonly errors: FieldErrors } => {
  const result = v.safeParse(schema, fields);
  if (result.success) return { output: result.output };
  const errors: Record<string, string> = {};
  for (const issue of result.issues) {
    const name = v.getDotPath(issue) ?? "form";
    errors[name] ??= fieldSentence(name, issue.input, issueInWords(issue));
  }
  return { errors };
};

/** The errors by field of a service's refusal, wherever in the body the field was. */
export const fieldErrorsOf = (error: unknown): FieldErrors => {
  if (!(error instanceof Refusal)) return {};
  if (error.code === "credentials-wrong") return { password: "Check the e-mail address and the password." };
  return Object.fromEntries(
    error.errors.map(({ field, detail }) => {
      const name = field.split(".").at(-1) ?? field;
      return [name, fieldSentence(name, "something", detail)];
    }),
  );
};
