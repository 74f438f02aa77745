import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";

/** The values of a form, by field. */
export type Fields = Readonly<Record<string, string>>;

/** Error messages by field. */
export type FieldErrors = Readonly<Record<string, string>>;

/** The content of a form: empty, or the input with its errors. */
export interface FormState {
  readonly values: Fields;
  readonly errors: FieldErrors;
  /** Browsers send no form with an empty required field, not even a collapsed one. */
  readonly optional?: boolean;
}

export const freshForm: FormState = { values: {}, errors: {} };

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type?: "text" | "email" | "password";
  readonly autocomplete: string;
  readonly hint?: string;
  readonly maxlength?: number;
}

/** Attributes that link a field to its error; `prefix` keeps ids apart where a page has several forms. */
const marks = (id: string, error: string | undefined, hint: string | undefined): Fragment | "" => {
  if (error !== undefined) return html` aria-invalid="true" aria-describedby="${id}-error"`;
  return hint === undefined ? "" : html` aria-describedby="${id}-hint"`;
};

const message = (id: string, error: string | undefined, hint: string | undefined): Fragment | "" => {
  if (error !== undefined) return html`<p class="field-error" id="${id}-error">${error}</p>`;
  return hint === undefined ? "" : html`<p class="field-hint" id="${id}-hint">${hint}</p>`;
};

/** One field with its label and error. Passwords are never sent back. */
export const textField = (
  prefix: string,
  field: Field,
  { values, errors, optional }: FormState,
): Fragment => {
  const id = `${prefix}-${field.name}`;
  const error = errors[field.name];
  const type = field.type ?? "text";
  const value = type === "password" ? undefined : values[field.name];
  return html`<div class="field"><label for="${id}">${field.label}</label>
<input id="${id}" type="${type}" name="${field.name}" autocomplete="${field.autocomplete}" maxlength="${field.maxlength ?? 200}"${value === undefined ? "" : html` value="${value}"`}${optional ? "" : html` required`}${marks(id, error, field.hint)}>
${message(id, error, field.hint)}</div>`;
};

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export const selectField = (
  prefix: string,
  { name, label, autocomplete }: Field,
  choices: readonly Choice[],
  { values, errors }: FormState,
): Fragment => {
  const id = `${prefix}-${name}`;
  return html`<div class="field"><label for="${id}">${label}</label>
<select id="${id}" name="${name}" autocomplete="${autocomplete}" required${marks(id, errors[name], undefined)}>
${choices.map(({ value, label: text }) => html`<option value="${value}"${value === values[name] ? html` selected` : ""}>${text}</option>`)}
</select>
${message(id, errors[name], undefined)}</div>`;
};
