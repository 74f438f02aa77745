import type { Release } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { home } from "./layout.ts";

/** With whom a release goes, each callee before its callers; nothing for one that goes alone. */
export const trainLine = ({ id, train }: Pick<Release, "id" | "train">): Fragment | "" =>
  train === undefined
    ? ""
    : html`<p class="train">Train <abbr title="${train.id}">…${train.id.slice(-6)}</abbr>: ${train.order.map(({ service, release }, index) => html`${index === 0 ? "" : " → "}${release === id ? html`<strong>${service}</strong>` : html`<a href="${home}/${release}">${service}</a>`}`)} <span class="quiet">step by step together, and back together</span></p>`;
