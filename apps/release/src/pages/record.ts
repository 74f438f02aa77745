import type { Release } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { perCent } from "./phase-words.ts";
import { personName, type Reader } from "./spoken.ts";

/** Who started it and why, by which plan, and how its log is verified. */
export const record = (release: Release, reader: Reader): Fragment => {
  const { id, entries, head, steps, startedBy, startedAt, reason, approvals } = release;
  return html`<section aria-labelledby="record"><h2 id="record">Record</h2>
<dl class="facts">
<div><dt>Started</dt><dd>${reader.moments.moment(startedAt)} by <abbr title="${startedBy}">${personName(startedBy, reader)}</abbr></dd></div>
<div><dt>Why</dt><dd>${reason}</dd></div>
<div><dt>Plan</dt><dd>${steps.map(({ weight }) => perCent(weight)).join(" → ")} → 100 %${approvals.people > 1 ? `, ${approvals.people} people to approve` : ""}</dd></div>
<div><dt>Release</dt><dd><code class="wrap">${id}</code></dd></div>
<div><dt>Last of ${entries} entries</dt><dd><code class="wrap">${head}</code><button class="copy" type="button" data-copy="${head}" hidden>Copy<span class="unseen"> the hash</span></button></dd></div>
</dl>
<p>Each entry holds the hash of the one before, so a change of any of them is found. Keep the last hash elsewhere. <a href="/v1/staff/releases/${id}/log" download="${id}.jsonl">Download the log</a>, and verify it with that hash:</p>
<pre class="command" tabindex="0"><code>./caravan release verify-log ${id}.jsonl --head ${head}</code></pre></section>`;
};
