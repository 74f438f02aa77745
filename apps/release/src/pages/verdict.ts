import type { Release } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";

const says = {
  promote: { text: "Good enough to go on", look: "good" },
  hold: { text: "Not decided yet", look: "waiting" },
  rollback: { text: "Worse: taken back", look: "back" },
} as const;

const rules: Readonly<Record<string, string>> = {
  errors: "errors",
  latency: "latency",
  "client errors": "client errors (4xx)",
  metrics: "metrics are missing",
  evidence: "evidence",
};

/** What the judge says at last, in a few words. */
export const verdictLine = ({ verdict }: Pick<Release, "verdict">): Fragment => {
  if (verdict === null) return html`<strong class="says">Not judged yet</strong>`;
  const { text, look } = says[verdict.verdict];
  return html`<strong class="says says-${look}">${text}</strong> <span class="quiet">(rule: ${rules[verdict.rule] ?? verdict.rule})</span>`;
};
