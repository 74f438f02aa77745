import { emailMaxLength } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { type Field, type FormState, textField } from "./fields.ts";
import { type Frame, layout } from "./layout.ts";
import { formNotice, type Words } from "./notice.ts";

/** The page to go to afterwards: a page's name, or an order's id. */
export type Next = string;

export interface SignInParts extends FormState {
  readonly next: Next;
  readonly notice?: Words;
}

const email: Field = {
  name: "email",
  label: "E-mail address",
  type: "email",
  autocomplete: "username",
  maxlength: emailMaxLength,
};
const name: Field = { name: "name", label: "Your name", autocomplete: "name", maxlength: 100 };
const password: Field = {
  name: "password",
  label: "Password",
  type: "password",
  autocomplete: "current-password",
};
const newPassword: Field = {
  ...password,
  autocomplete: "new-password",
  hint: "At least 10 characters. Several words are better than one.",
};

export const signInPage = (frame: Frame, parts: SignInParts): Fragment =>
  layout(frame, {
    title: `${parts.notice === undefined ? "" : `${parts.notice.title} – `}Sign in – Caravan`,
    description: "Sign in to your account at Caravan.",
    path: "/account",
    unlisted: true,
    main: html`<div class="wide slim">
<h1>Sign in</h1>
${formNotice(parts.notice, "sign-in", parts.errors)}
<form class="form" action="/sign-in?next=${parts.next}" method="post">
${textField("sign-in", email, parts)}
${textField("sign-in", password, parts)}
<p><button class="button button-large" type="submit">Sign in</button></p>
</form>
<p>New here? <a href="/sign-up?next=${parts.next}">Create an account</a>. Your cart is kept.</p>
</div>`,
  });

export const signUpPage = (frame: Frame, parts: SignInParts): Fragment =>
  layout(frame, {
    title: `${parts.notice === undefined ? "" : `${parts.notice.title} – `}Create an account – Caravan`,
    description: "Create an account at Caravan.",
    path: "/account",
    unlisted: true,
    main: html`<div class="wide slim">
<h1>Create an account</h1>
${formNotice(parts.notice, "sign-up", parts.errors)}
<form class="form" action="/sign-up?next=${parts.next}" method="post">
${textField("sign-up", name, parts)}
${textField("sign-up", email, parts)}
${textField("sign-up", newPassword, parts)}
<p><button class="button button-large" type="submit">Create account</button></p>
</form>
<p>Already have an account? <a href="/sign-in?next=${parts.next}">Sign in</a>.</p>
</div>`,
  });
