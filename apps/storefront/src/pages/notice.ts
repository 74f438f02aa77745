import { html } from "hono/html";
import type { Fragment } from "./layout.ts";

/** What happened, for people. */
export interface Words {
  readonly title: string;
  readonly detail: string;
}

/** Tells of something that went wrong; screen readers say it at once. */
export const noticeBox = (words: Words | undefined, more: Fragment | "" = ""): Fragment | "" =>
  words === undefined
    ? ""
    : html`<div class="notice" role="alert" id="notice"><h2>${words.title}</h2><p>${words.detail}</p>${more}</div>`;

/** Tells of something that is well. */
export const goodNews = (text: string | undefined): Fragment | "" =>
  text === undefined ? "" : html`<p class="notice notice-good" role="status">${text}</p>`;
