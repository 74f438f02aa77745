import type { Release } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { type Group, groupsOf } from "../domain/trains.ts";
import { badge, imageName } from "./badge.ts";
import { home, layout } from "./layout.ts";
import { asOf } from "./live.ts";
import { isStepping, stepWords } from "./phase-words.ts";
import { personName, type Reader, spoken } from "./spoken.ts";
import { threeNumbers } from "./three-numbers.ts";
import { trainHead, trainLine } from "./train.ts";
import { verdictLine } from "./verdict.ts";

export interface ListParts {
  readonly underWay: readonly Release[];
  readonly ended: readonly Release[];
  /** Of the page with older ones. */
  readonly next: string | null;
  readonly at: string;
  /** Of the page that is shown; none of the first. */
  readonly cursor?: string | undefined;
}

/** One release. Under the head of its train the train is not said again. */
const card = (release: Release, reader: Reader, isUnderTrain: boolean): Fragment => {
  const { id, service, image, reason, startedBy, startedAt, changedAt, endedAt } = release;
  const step = stepWords(release);
  const head = html`<a href="${home}/${id}">${service}</a> ${badge(release)}${step ? html` <span class="quiet">${step}</span>` : ""}`;
  return html`<li class="card"><article aria-labelledby="${id}">
${isUnderTrain ? html`<h4 id="${id}">${head}</h4>` : html`<h3 id="${id}">${head}</h3>`}
<p class="reason">“${reason}” <span class="quiet">– <abbr title="${startedBy}">${personName(startedBy, reader)}</abbr>, ${reader.moments.short(startedAt)}</span></p>
<p class="quiet">${imageName(image)}</p>
${isUnderTrain ? "" : trainLine(release)}
${isStepping(release) ? threeNumbers(release.weights) : ""}
<p class="verdict">${verdictLine(release)}${release.why[0] === undefined ? "" : html` <span class="quiet">${spoken(release.why[0], reader)}</span>`}</p>
<p class="quiet">${endedAt === null ? "Last change" : "Ended"} ${reader.moments.short(endedAt ?? changedAt)}</p>
</article></li>`;
};

const group = ({ train, releases }: Group, reader: Reader): Fragment => {
  const cards = releases.map((release) => card(release, reader, train !== undefined));
  return train === undefined
    ? html`${cards}`
    : html`<li class="train-cards"><section aria-labelledby="${train.id}">${trainHead(train)}<ol class="cards">${cards}</ol></section></li>`;
};

const cardsOf = (releases: readonly Release[], reader: Reader): Fragment =>
  html`<ul class="cards">${groupsOf(releases).map((one) => group(one, reader))}</ul>`;

const none = html`<div class="empty"><p class="lead">No release is under way.</p>
<p>A release brings a new version of a service from 0 to 100 %, step by step, on evidence. Start one:</p>
<pre class="command"><code>./caravan release start order --image …@sha256:…</code></pre></div>`;

const older = (cursor: string): string => `${home}?cursor=${encodeURIComponent(cursor)}`;

/** All releases: those under way first. */
export const listPage = (reader: Reader, { underWay, ended, next, at, cursor }: ListParts): Fragment =>
  layout({
    ...{ title: "All", reader, isLive: true },
    main: html`<div class="wide" id="live" data-path="${cursor === undefined ? home : older(cursor)}" data-moving>
<h1>Releases</h1>
${asOf(at, reader)}
<section aria-labelledby="under-way"><h2 id="under-way">Under way</h2>
${underWay.length === 0 ? none : cardsOf(underWay, reader)}</section>
${ended.length === 0 ? "" : html`<section aria-labelledby="ended"><h2 id="ended">Ended</h2>${cardsOf(ended, reader)}</section>`}
${next === null ? "" : html`<p><a class="button quiet-button" href="${older(next)}">Older releases</a></p>`}
</div>`,
  });
