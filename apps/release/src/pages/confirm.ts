import type { Release } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import type { Ask } from "../domain/commands.ts";
import { askWords } from "./asks.ts";
import { badge } from "./badge.ts";
import { home, layout } from "./layout.ts";
import { asOf } from "./live.ts";
import { perCent } from "./phase-words.ts";
import { type Reader, spoken } from "./spoken.ts";
import { verdictLine } from "./verdict.ts";

export interface ConfirmParts {
  readonly release: Release;
  readonly ask: Ask;
  /** Sent twice, it is asked once. */
  readonly key: string;
  readonly reason: string;
  readonly notice?: { readonly title: string; readonly detail: string } | undefined;
  /** Why the reason cannot be taken. */
  readonly fault?: string | undefined;
  readonly at: string;
}

/** What a confirmation was given for: a release that has moved on since is shown again first. */
export const stateOf = ({ phase, heldDuring, step, weights, approvals, contracts }: Release): string =>
  [phase, heldDuring, step, weights.planned, approvals.given.length, contracts?.found?.length]
    .map((part) => part ?? "")
    .join(" ")
    .trim();

/** Longest reason, as the API takes it. */
const mostLetters = 300;

/** Asks whether it is meant, says what will happen, and wants a reason, which stands in the log. */
export const confirmPage = (reader: Reader, parts: ConfirmParts): Fragment => {
  const { release, ask, key, reason, notice, fault, at } = parts;
  const { id, service, weights } = release;
  const words = askWords(ask, release);
  const path = `${home}/${id}`;
  return layout({
    ...{ title: words.title, reader, isLive: true },
    main: html`<div class="wide slim" id="live" data-path="${path}/${ask}" data-state="${stateOf(release)}" data-moving data-asking>
<nav class="trail" aria-label="Where you are"><a href="${home}">All releases</a> / <a href="${path}">${service}</a></nav>
<h1>${words.title}</h1>
${notice === undefined ? "" : html`<div class="notice" role="alert"><h2>${notice.title}</h2><p>${notice.detail}</p></div>`}
<p>${badge(release)} <span class="quiet">planned ${perCent(weights.planned)}, applied ${perCent(weights.applied)}, observed ${perCent(weights.observed)}</span></p>
<p>${verdictLine(release)} <span class="quiet">${spoken(release.why[0] ?? "", reader)}</span></p>
<h2>What will happen</h2>
<ul class="happens">${words.happens.map((sentence) => html`<li>${sentence}</li>`)}</ul>
<form class="form" action="${path}/${ask}" method="post">
<input type="hidden" name="key" value="${key}"><input type="hidden" name="state" value="${stateOf(release)}">
<div class="field"><label for="reason">Reason</label>
<input id="reason" type="text" name="reason" value="${reason}" maxlength="${mostLetters}" autocomplete="off" required${fault === undefined ? html` aria-describedby="reason-hint"` : html` aria-invalid="true" aria-describedby="reason-fault"`}>
${fault === undefined ? html`<p class="field-hint" id="reason-hint">It stands in the log, with your name.</p>` : html`<p class="field-error" id="reason-fault">${fault}</p>`}</div>
<p class="ways"><button type="submit"${ask === "rollback" ? html` class="danger"` : ""}>${words.button}</button> <a class="button quiet-button" href="${path}">Leave it</a></p>
</form>
${asOf(at, reader)}
</div>`,
  });
};
