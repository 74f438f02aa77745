import { randomUUID } from "node:crypto";
import { limitBody } from "@caravan/body-limit";
import { Refusal } from "@caravan/contracts";
import { parseForm } from "@caravan/service-kit";
import type { Context, MiddlewareHandler } from "hono";
import * as v from "valibot";
import type { FieldErrors, Fields } from "../pages/fields.ts";
import { fieldSentence } from "./field-words.ts";
import { formTooLarge, formUnreadable } from "./refusals.ts";

/** Longer than a checkout of 50 lines to an address in any script. */
const maximumFormBytes = 32 * 1024;

/** Middleware of every route that accepts a form. */
export const formLimit = (): MiddlewareHandler =>
  limitBody({
    mostBytes: maximumFormBytes,
    onTooLarge: () => {
      throw formTooLarge();
    },
  });

export const readForm = async (c: Context): Promise<Fields> => {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(c.req.header("content-type") ?? ""))
    throw formUnreadable();
  return parseForm(await c.req.arrayBuffer());
};

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
    errors[name] ??= fieldSentence(name, issue.input, issue.message);
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

/** A key for the form of a page: sent twice, it is done once. */
export const newKey = (what: string): string => `${what}_${randomUUID()}`;

export const FormKey = v.pipe(v.string(), v.regex(/^[a-z]{3,10}_[0-9a-f-]{36}$/));
