import type { Problem } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { lostTrack, sandstorm } from "./drawings.ts";
import { type Frame, layout } from "./layout.ts";

interface Telling {
  readonly title: string;
  readonly advice: string;
}

/** Title and advice by status; other statuses are shown like 500. */
const tellings: Readonly<Record<number, Telling>> = {
  400: {
    title: "We could not read that",
    advice: "Something in the address or the form is not as we expect it.",
  },
  401: {
    title: "Please sign in",
    advice:
      "Your session has ended, or your browser does not keep this shop's cookies. Sign in, or put something into your cart.",
  },
  403: {
    title: "This form came from another site",
    advice:
      "The form was not sent from this shop, so nothing was done. Open the page here and send it again.",
  },
  404: {
    title: "This track leads nowhere",
    advice: "The page was moved or never existed. The rest of the shop is still here.",
  },
  405: { title: "That is not possible", advice: "The page cannot be used in this way." },
  409: {
    title: "That did not go through",
    advice: "It has changed meanwhile, or the same request is still under way. Please try again.",
  },
  413: { title: "That was too large", advice: "Please send less." },
  415: { title: "We could not read that", advice: "Please use the form on this shop's page." },
  422: { title: "We could not process that", advice: "Reload the page and send the form again." },
  429: {
    title: "A little slower, please",
    advice: "There were too many requests from your address. Wait a moment.",
  },
  500: {
    title: "Something broke on our side",
    advice: "It has been noted. Please try again in a moment.",
  },
  503: {
    title: "A sandstorm holds us up",
    advice: "A part of the shop cannot be reached. It usually passes within seconds: please try again.",
  },
  504: {
    title: "That took too long",
    advice: "A part of the shop did not answer in time. Please try again.",
  },
};

/** The same by code, where the status is too general. */
const byCode: Readonly<Record<string, Telling>> = {
  "account-erased": {
    title: "This account was erased",
    advice: "You are signed out. Sign in with another account, or go on as a guest.",
  },
};

/** Whether there is a text for exactly this refusal. */
export const hasOwnTelling = (code: string): boolean => Object.hasOwn(byCode, code);

/** The page for a request that was refused or failed. `again`: the address to retry, where that may help. */
export const problemPage = (frame: Frame, problem: Problem, again?: string): Fragment => {
  const telling = byCode[problem.code] ?? tellings[problem.status] ?? tellings[500];
  const title = telling?.title ?? problem.title;
  return layout(frame, {
    title: `${title} – Caravan`,
    description: title,
    unlisted: true,
    main: html`<div class="wide narrow problem">
${problem.status >= 500 ? sandstorm : lostTrack}
<h1>${title}</h1>
<p class="lead">${telling?.advice ?? problem.detail}</p>
${(problem.errors ?? []).length === 0 ? "" : html`<ul>${problem.errors?.map((error) => html`<li>${error.field}: ${error.detail}</li>`)}</ul>`}
<p class="ways">${again !== undefined && problem.status >= 500 ? html`<a class="button" href="${again}">Try again</a><a class="button quiet-button" href="/">To the shop</a>` : html`<a class="button" href="/">To the shop</a>`}${problem.status === 401 ? html`<a class="button quiet-button" href="/sign-in">Sign in</a>` : ""}</p>
<details class="quiet"><summary>For our support</summary>${problem.status} · ${problem.code}</details>
</div>`,
  });
};
