import type { Sale, SavedAddress } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { addressChoice } from "./address-choice.ts";
import type { FormState } from "./fields.ts";

/** What the form to take part shows. */
export interface EntryParts extends FormState {
  readonly account: boolean;
  /** Undefined when the address book is unreachable. */
  readonly addresses: readonly SavedAddress[] | undefined;
}

/** The form to take part: where a piece would go. */
export const entryForm = ({ id, audience, perDevice }: Sale, parts: EntryParts): Fragment => {
  const signIn = html`<a href="/sign-in?next=${id}">sign in</a>`;
  if (audience === "accounts" && !parts.account)
    return html`<p class="notice"><strong>This sale is for accounts.</strong> Please ${signIn} to take part.</p>`;
  return html`<form class="form" action="/sales/${id}/entry" method="post">
<fieldset><legend>Take part</legend>
<p>Say where a piece would go. This buys nothing yet.${parts.account ? "" : html` You can take part as a guest, or ${signIn} to use your address book.`}</p>
${perDevice === undefined ? "" : html`<p class="quiet">${perDevice === 1 ? "One shopper" : `${perDevice} shoppers`} of each browser may take part. A cookie tells browsers apart, and serves nothing else.</p>`}
${addressChoice({ ...parts, offersToKeep: false })}
</fieldset>
<button class="button button-large" type="submit">Take part</button>
</form>`;
};
