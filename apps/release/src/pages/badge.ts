import type { Release } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { labelOf, moodOf } from "./phase-words.ts";
import { shortImage } from "./spoken.ts";

/** Where a release is, in a word; one that no engine can go on with says so. */
export const badge = (release: Release): Fragment =>
  release.stopped === null
    ? html`<span class="badge badge-${moodOf(release.phase)}">${labelOf(release)}</span>`
    : html`<span class="badge badge-back">stopped</span>`;

/** An image in few letters; the whole of it can be copied where scripts run, and is read out otherwise. */
export const imageName = (image: string): Fragment =>
  html`<span class="image"><code title="${image}">${shortImage(image)}</code><button class="copy" type="button" data-copy="${image}" hidden>Copy<span class="unseen"> ${shortImage(image)}</span></button></span>`;
