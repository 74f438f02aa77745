import { isAccountId, type Problem } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { home, layout } from "./layout.ts";

interface Telling {
  readonly title: string;
  readonly advice: string;
}

/** Title and advice by status; others are shown like 500, with the problem's own words. */
const tellings: Readonly<Record<number, Telling>> = {
  400: {
    title: "That could not be read",
    advice: "Something in the address or the form is not as it is expected.",
  },
  401: {
    title: "Please sign in",
    advice: "Releases are shown to staff and to release managers. Sign in at the shop with such an account.",
  },
  403: {
    title: "Your account may not do this",
    advice:
      "Seeing releases takes the scope staff or release-manager, starting and changing them takes release-manager.",
  },
  404: {
    title: "There is no such release",
    advice: "The address is wrong, or it is the release of another shop.",
  },
  405: {
    title: "That is not how this address is used",
    advice: "Open the release, and ask by its buttons.",
  },
  409: {
    title: "That did not go through",
    advice: "The release has moved on, or the same request is still under way.",
  },
  413: { title: "That was too large", advice: "A reason has at most 300 letters." },
  422: { title: "That could not be done", advice: "Open the release again, and send the form from there." },
  429: { title: "Too many requests", advice: "Wait a moment." },
  500: {
    title: "Something broke here",
    advice: "It is in the log of the release manager. Releases under way go on.",
  },
  503: {
    title: "The release manager cannot be reached",
    advice:
      "Its database or the cluster does not answer. Weights stay as they are meanwhile, and releases go on once it is back.",
  },
  504: { title: "That took too long", advice: "The release manager did not answer in time." },
};

/** The same by code, where the status is too general. */
const byCode: Readonly<Record<string, Telling>> = {
  "form-foreign": {
    title: "This form came from another site",
    advice:
      "It was not sent from a page of this shop, so nothing was done. Open the release here and ask again.",
  },
  "release-ended": { title: "This release has ended", advice: "Nothing can be asked of it any more." },
};

/** What is known of a request that was refused or failed. */
export interface Refused {
  /** Where to try again, if that may help. */
  readonly again?: string | undefined;
  /** Who asked; undefined without a session. */
  readonly subject?: string | undefined;
}

/** The page of such a request. */
export const problemPage = (problem: Problem, { again, subject }: Refused = {}): Fragment => {
  const telling = byCode[problem.code] ?? tellings[problem.status] ?? tellings[500];
  const title = telling?.title ?? problem.title;
  const retry = again !== undefined && problem.status >= 500;
  return layout({
    title,
    main: html`<div class="wide slim problem">
<h1>${title}</h1>
<p class="lead">${telling?.advice ?? problem.detail}</p>
${problem.code === "scope-missing" ? howToGetIt(subject) : html`<p class="ways">${retry ? html`<a class="button" href="${again}">Try again</a>` : ""}${problem.status === 401 ? html`<a class="button" href="/sign-in?next=releases">Sign in</a>${toShop}` : html`<a class="button quiet-button" href="${home}">All releases</a>`}</p>`}
<details class="quiet"><summary>Details</summary><p>${problem.status} · ${problem.code}${problem.detail ? ` · ${problem.detail}` : ""}</p></details>
</div>`,
  });
};

const toShop = html`<a class="button quiet-button" href="/">To the shop</a>`;

/** Who gives the scope, and another account. That of one who is signed in ends first: the page to sign in would lead back to here. */
const howToGetIt = (subject = ""): Fragment =>
  isAccountId(subject)
    ? html`<p>A colleague whose account has the scope staff gives it to yours: <code>PUT /v1/staff/users/${subject}/scopes</code>. It counts from your next sign-in on.</p>
<form class="ways" action="/sign-out?next=releases" method="post"><button type="submit">Sign in as another</button>${toShop}</form>`
    : html`<p>You are not signed in. Sign in with an account that has it.</p>
<p class="ways"><a class="button" href="/sign-in?next=releases">Sign in</a>${toShop}</p>`;
