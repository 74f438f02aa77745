import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import type { FieldErrors } from "./fields.ts";

/** A notice on a page. */
export interface Words {
  readonly title: string;
  readonly detail: string;
  /** Its details, as a list. */
  readonly items?: readonly string[];
  /** Link to the page that solves it. */
  readonly link?: { readonly href: string; readonly text: string };
}

/** A notice of failure; screen readers announce it at once. */
export const noticeBox = (words: Words | undefined, more: Fragment | "" = ""): Fragment | "" =>
  words === undefined
    ? ""
    : html`<div class="notice" role="alert" id="notice"><h2>${words.title}</h2>${words.detail === "" ? "" : html`<p>${words.detail}</p>`}${list(words.items ?? [])}${wayOut(words.link)}${more}</div>`;

const wayOut = (link: Words["link"]): Fragment | "" =>
  link === undefined ? "" : html`<p><a href="${link.href}">${link.text}</a></p>`;

/** The same for a form: with the errors, each with a link to its field. `prefix` is that of the fields' ids. */
export const formNotice = (
  words: Words | undefined,
  prefix: string,
  errors: FieldErrors,
  more: Fragment | "" = "",
): Fragment | "" => {
  const wrong = Object.entries(errors);
  if (words === undefined || wrong.length === 0 || words.detail !== "") return noticeBox(words, more);
  const title = `Please check ${wrong.length === 1 ? "1 field" : `${wrong.length} fields`}`;
  const links = wrong.map(([field, sentence]) => html`<a href="#${prefix}-${field}">${sentence}</a>`);
  return noticeBox({ title, detail: "" }, html`${list(links)}${more}`);
};

const list = (items: readonly (string | Fragment)[]): Fragment | "" =>
  items.length === 0 ? "" : html`<ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`;

/** A notice of success. */
export const goodNews = (text: string | undefined): Fragment | "" =>
  text === undefined ? "" : html`<p class="notice notice-good" role="status">${text}</p>`;
