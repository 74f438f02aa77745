import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import type { Reader } from "./spoken.ts";

/** When what the page shows was so; the script keeps telling whether it still follows. */
export const asOf = (at: string, reader: Reader): Fragment =>
  html`<p class="as-of"><span id="link">As of ${reader.moments.short(at)}</span><noscript> <a href="">Look again</a></noscript></p>`;
