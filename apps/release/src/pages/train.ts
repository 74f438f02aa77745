import type { Release } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { home } from "./layout.ts";

type Train = NonNullable<Release["train"]>;

const nameOf = ({ id }: Pick<Train, "id">): Fragment =>
  html`Train <abbr title="${id}">…${id.slice(-6)}</abbr>`;
const rule = html`<span class="quiet">step by step together, and back together</span>`;

/** What stands over the releases of a train that are shown together. */
export const trainHead = ({ id, order }: Train): Fragment =>
  html`<h3 id="${id}">${nameOf({ id })}: ${order.map(({ service }) => service).join(" → ")}</h3><p>${rule}</p>`;

/** With whom a release goes, each callee before its callers; nothing for one that goes alone. */
export const trainLine = ({ id, train }: Pick<Release, "id" | "train">): Fragment | "" =>
  train === undefined
    ? ""
    : html`<p class="train">${nameOf(train)}: ${train.order.map(({ service, release }, index) => html`${index === 0 ? "" : " → "}${release === id ? html`<strong>${service}</strong>` : html`<a href="${home}/${release}">${service}</a>`}`)} ${rule}</p>`;
