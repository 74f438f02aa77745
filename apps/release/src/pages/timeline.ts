import type { ReleaseEntry } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { explain } from "@caravan/release-engine";
import { html } from "hono/html";
import type { History } from "../domain/history.ts";
import { eventWords, moodOf } from "./phase-words.ts";
import { personName, type Reader, spoken } from "./spoken.ts";

/** What the judge rested a decision on: the rule that decided, and the numbers that it saw. */
const evidenceOf = ({ verdict, words }: ReleaseEntry): readonly string[] =>
  verdict === null || words.length > 0 ? [] : explain(verdict).slice(0, 3);

const line = (
  entry: ReleaseEntry,
  before: ReleaseEntry | undefined,
  number: number,
  reader: Reader,
): Fragment => {
  const said = [...entry.words, ...evidenceOf(entry)];
  return html`<li class="event event-${moodOf(entry.phase)}" id="entry-${entry.sequence}"><span class="event-number" aria-hidden="true">${number}</span>
<div><p class="event-head"><strong>${eventWords(entry, before)}</strong> <span class="quiet">${reader.moments.short(entry.at)} · ${entry.actor === "engine" ? "engine" : html`<abbr title="${entry.actor}">${personName(entry.actor, reader)}</abbr>`} · entry ${entry.sequence}</span></p>
${said.length === 0 ? "" : html`<p>${said.map((words) => html`${spoken(words, reader)} `)}</p>`}</div></li>`;
};

/** What was decided, by whom and why, the latest first. */
export const timeline = ({ decisions, sequence }: History, reader: Reader): Fragment => {
  const lines = decisions.map((entry, index) => line(entry, decisions[index - 1], index + 1, reader));
  return html`<section aria-labelledby="timeline"><h2 id="timeline">What happened</h2>
<p class="quiet">${decisions.length} of ${sequence} entries changed something; the others are looks at metrics and the time.</p>
<ol class="events" reversed>${lines.toReversed()}</ol></section>`;
};
