import type { Release } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { type Ask, possibleAsks } from "../domain/commands.ts";
import type { History } from "../domain/history.ts";
import type { Links } from "../domain/links.ts";
import { askWords } from "./asks.ts";
import { badge, imageName } from "./badge.ts";
import { charts } from "./charts.ts";
import { home, layout } from "./layout.ts";
import { asOf } from "./live.ts";
import { stepWords } from "./phase-words.ts";
import { questions } from "./questions.ts";
import { record } from "./record.ts";
import { type Reader, spoken } from "./spoken.ts";
import { threeNumbers } from "./three-numbers.ts";
import { timeline } from "./timeline.ts";
import { trainLine } from "./train.ts";
import { verdictLine } from "./verdict.ts";
import { waitsFor } from "./waits-for.ts";

export interface ReleaseParts {
  readonly release: Release;
  readonly history: History;
  readonly links: Links;
  /** Why the log cannot be told, if it cannot. */
  readonly untold?: string | undefined;
  /** It was asked for, and the engine has not decided about it yet. */
  readonly waiting?: Ask | undefined;
  readonly at: string;
}

const buttons = (release: Release, reader: Reader): Fragment | "" => {
  if (!reader.isManager) return "";
  const asks = possibleAsks(release, reader.subject);
  if (asks.length === 0) return "";
  return html`<nav class="asks" aria-label="What you can ask for">${asks.map((ask, index) => html`<a class="button${index === 0 && (ask === "promote" || ask === "resume") ? "" : " quiet-button"}${ask === "rollback" ? " danger" : ""}" href="${home}/${release.id}/${ask}">${askWords(ask, release).button}</a>`)}</nav>`;
};

const evidence = ({ traces, dashboard }: Links): Fragment | "" => {
  const all = [...traces, ...(dashboard ? [dashboard] : [])];
  return all.length === 0
    ? ""
    : html`<ul class="links">${all.map(({ href, text }) => html`<li><a href="${href}">${text}</a></li>`)}</ul>`;
};

/** One release: where it is, why, what it saw, and what can be asked of it. */
export const releasePage = (reader: Reader, parts: ReleaseParts): Fragment => {
  const { release, history, links, untold, waiting, at } = parts;
  const [where = "", ...why] = release.why;
  const step = stepWords(release);
  return layout({
    ...{ title: `${release.service}: ${release.phase}`, reader, isLive: true },
    main: html`<div class="wide" id="live" data-path="${home}/${release.id}"${release.endedAt === null ? html` data-moving` : ""}>
<nav class="trail" aria-label="Where you are"><a href="${home}">All releases</a></nav>
<h1>${release.service} ${badge(release)}</h1>
<p class="lead">${spoken(where, reader)}</p>
${trainLine(release)}
${asOf(at, reader)}
${untold === undefined ? "" : html`<div class="notice" role="alert"><h2>The log of this release cannot be told</h2><p>${spoken(untold, reader)}</p><p>Nothing of it is drawn. The log itself is as it was: read and verify it as described below.</p></div>`}
${release.stopped === null ? "" : html`<div class="notice" role="alert"><h2>No engine can go on with it</h2><p>${spoken(release.stopped, reader)}</p></div>`}
${waiting === undefined ? "" : html`<p class="notice" role="status">Asked for: ${askWords(waiting, release).button.toLowerCase()}. It is kept, and the engine decides about it as soon as it runs.</p>`}
<div class="state">
<section class="panel" aria-labelledby="stands"><h2 id="stands">${step === undefined ? "The new version" : `S${step.slice(1)}`}</h2>
${threeNumbers(history.sequence === 0 ? release.weights : history.standing.share)}
${waitsFor(release, reader)}
<dl class="versions"><div><dt>New</dt><dd>${imageName(release.image)}</dd></div><div><dt>Before</dt><dd>${imageName(release.previous)}</dd></div></dl>
${buttons(release, reader)}</section>
<section class="panel" aria-labelledby="says"><h2 id="says">${verdictLine(release)}</h2>
<ul class="why">${why.map((sentence) => html`<li>${spoken(sentence, reader)}</li>`)}</ul>${questions(release, history, reader)}${evidence(links)}</section>
</div>
${untold === undefined ? charts(history, reader.moments) : ""}
${untold === undefined ? timeline(history, reader) : ""}
${record(release, reader)}
</div>`,
  });
};
