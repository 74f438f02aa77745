import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import type { Weights } from "../domain/share.ts";
import { perCent } from "./phase-words.ts";

const number = (share: number | null): Fragment | string =>
  share === null
    ? html`<span aria-hidden="true">–</span><span class="unseen">unknown</span>`
    : perCent(share);

/** What the new version is meant to get, what the routes give it, and what was counted. */
export const threeNumbers = ({ planned, applied, observed }: Weights): Fragment =>
  html`<dl class="three"><div><dt>Planned</dt><dd>${number(planned)}</dd></div><div><dt>Applied</dt><dd>${number(applied)}</dd></div><div><dt>Observed</dt><dd>${number(observed)}</dd></div></dl>`;
