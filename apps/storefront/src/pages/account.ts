import type { GivenCoupon, SavedAddress, User } from "@caravan/contracts";
import type { Fragment, Moments } from "@caravan/pages";
import { html } from "hono/html";
import { addressFields, addressLines } from "./address-fields.ts";
import { couponList } from "./coupons.ts";
import { restingTent } from "./drawings.ts";
import { type Fields, type FormState, freshForm, textField } from "./fields.ts";
import { type Frame, layout } from "./layout.ts";
import { formNotice, goodNews, type Words } from "./notice.ts";

/** A form of the page to be shown again: `password`, `erase`, `new` for another address, or the id of one. */
export interface RefusedForm extends FormState {
  readonly form: string;
  readonly values: Fields;
  readonly notice: Words;
}

export interface AccountParts {
  readonly user: User;
  readonly addresses: readonly SavedAddress[];
  /** Undefined when they cannot be looked up. */
  readonly coupons: readonly GivenCoupon[] | undefined;
  readonly done: keyof typeof doneWords | undefined;
  readonly refused: RefusedForm | undefined;
  readonly moments: Moments;
}

const doneWords = {
  password: "Password changed. You are signed out everywhere else.",
  kept: "Address saved.",
  changed: "Address saved.",
  removed: "Address removed.",
};

export const accountPage = (
  frame: Frame,
  { user, addresses, coupons, done, refused, moments }: AccountParts,
): Fragment => {
  const again = (form: string): FormState => (refused?.form === form ? refused : freshForm);
  const isOpen = (form: string) => (refused?.form === form ? html` open` : "");
  return layout(frame, {
    title: `${refused === undefined ? "" : `${refused.notice.title} – `}Your account – Caravan`,
    description: "Your account at Caravan.",
    path: "/account",
    unlisted: true,
    main: html`<div class="wide narrow account">
<h1>Your account</h1>
${goodNews(done === undefined ? undefined : doneWords[done])}
${formNotice(refused?.notice, refused?.form ?? "", refused?.errors ?? {})}
<dl class="order-facts">
<div><dt>Name</dt><dd>${user.name}</dd></div>
<div><dt>E-mail address</dt><dd>${user.email}</dd></div>
<div><dt>Customer since</dt><dd>${moments.day(user.createdAt)}</dd></div>
</dl>
<form class="ways" action="/sign-out" method="post"><a class="button" href="/orders">Your orders</a><button class="quiet-button" type="submit">Sign out</button></form>
<h2>Addresses</h2>
${addresses.length === 0 ? html`<p class="quiet">No saved addresses.</p>` : html`<ul class="book">${addresses.map((address) => entry(address, again(address.id), isOpen(address.id)))}</ul>`}
<details class="fold"${isOpen("new")}><summary>Add an address</summary>
<form class="form" action="/account/addresses" method="post">${addressFields("new", again("new"))}<p><button class="button" type="submit">Add address</button></p></form></details>
<h2>Coupons</h2>
${couponList(coupons, { ...frame, moments })}
<h2>Password</h2>
<details class="fold"${isOpen("password")}><summary>Change password</summary>
<form class="form" action="/account/password" method="post">
${textField("password", { name: "currentPassword", label: "Current password", type: "password", autocomplete: "current-password" }, again("password"))}
${textField("password", { name: "newPassword", label: "New password", type: "password", autocomplete: "new-password", hint: "At least 10 characters. Several words are better than one." }, again("password"))}
<p><button class="button" type="submit">Change password</button></p></form></details>
<h2>Your data</h2>
<p>Everything we keep about you, orders and parcels included, in one file.</p>
<p><a class="button quiet-button" href="/account/data.json" download>Download my data</a></p>
<details class="fold"${isOpen("erase")}><summary>Erase my account</summary>
<form class="form" action="/account/erase" method="post">
<p>Your name, e-mail address and addresses are erased here and in every part of the shop, for good. Orders that are under way go on.</p>
${textField("erase", { name: "password", label: "Your password", type: "password", autocomplete: "current-password" }, again("erase"))}
<p><button class="button" type="submit">Erase my account</button></p></form></details>
</div>`,
  });
};

const entry = ({ id, ...address }: SavedAddress, again: FormState, open: Fragment | ""): Fragment => {
  const state = again === freshForm ? { values: address, errors: {} } : again;
  return html`<li>${addressLines(address)}
<form action="/account/addresses/${id}/remove" method="post"><button class="plain-button" type="submit">Remove<span class="unseen"> the address in ${address.street}</span></button></form>
<details class="fold"${open}><summary>Change<span class="unseen"> the address in ${address.street}</span></summary>
<form class="form" action="/account/addresses/${id}" method="post">${addressFields(id, state)}<p><button class="button" type="submit">Save</button></p></form></details></li>
`;
};

/** The page after an account is erased. */
export const erasedPage = (frame: Frame): Fragment =>
  layout(frame, {
    title: "Your account is erased – Caravan",
    description: "Your account at Caravan is erased.",
    unlisted: true,
    main: html`<div class="wide narrow problem">${restingTent}
<h1>Your account is erased</h1>
<p class="lead">Your data is deleted. Goodbye, and thank you.</p>
<p><a class="button" href="/">To the shop</a></p></div>`,
  });
