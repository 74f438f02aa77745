import type { Release } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { type Question, questionsOf } from "@caravan/release-runner";
import { html } from "hono/html";
import type { History } from "../domain/history.ts";
import type { Reader } from "./spoken.ts";

const asked = ({ what, query }: Question): Fragment =>
  html`<li>${what}: <code class="wrap">${query}</code></li>`;

/** Which window was looked at, and by which queries; both versions in the same one. */
export const questions = (
  { service }: Release,
  { windows, guards }: History,
  reader: Reader,
): Fragment | "" => {
  const [first, last] = [windows[0], windows.at(-1)];
  if (!first || !last) return "";
  const [from, to] = [first.from, last.to].map((at) => reader.moments.short(new Date(at).toISOString()));
  const all = [
    ...questionsOf(service),
    ...guards.map(({ name, query }) => ({ what: `Guard ${name}`, query })),
  ];
  return html`<details class="quiet"><summary>Counted from ${from} to ${to}, both versions in the same windows</summary><p>Requests are counted at their callers: a retried one is one, a mirrored one none, one that was never answered an error.</p><ul>${all.map(asked)}</ul></details>`;
};
