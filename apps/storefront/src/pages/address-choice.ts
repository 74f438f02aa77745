import type { SavedAddress } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { addressFields, addressLines } from "./address-fields.ts";
import type { FormState } from "./fields.ts";

/** The choice of a delivery address. */
export interface AddressChoice extends FormState {
  readonly account: boolean;
  /** Undefined when the address book is unreachable. */
  readonly addresses: readonly SavedAddress[] | undefined;
  /** A typed address can be saved to the account. */
  readonly offersToKeep: boolean;
}

/** One of the saved addresses, or fields for another one. */
export const addressChoice = (parts: AddressChoice): Fragment => {
  const { addresses, values } = parts;
  const unknown =
    addresses === undefined
      ? html`<p class="stock-unknown quiet">Your saved addresses cannot be reached right now. Please type the address.</p>`
      : "";
  const saved = addresses ?? [];
  const keep =
    parts.account && parts.offersToKeep
      ? html`<p class="check"><input id="keep" type="checkbox" name="keep" value="yes"${values.keep === "yes" ? html` checked` : ""}><label for="keep">Save this address</label></p>`
      : "";
  const typed = (optional: boolean) =>
    html`${addressFields("to", { values, errors: parts.errors, optional })}${keep}`;
  if (saved.length === 0)
    return html`${unknown}<input type="hidden" name="address" value="new">${typed(false)}`;
  const chosen = values.address ?? saved[0]?.id;
  const radio = (value: string, label: Fragment) =>
    html`<li class="check"><input id="address-${value}" type="radio" name="address" value="${value}"${value === chosen ? html` checked` : ""}><label for="address-${value}">${label}</label></li>`;
  return html`<ul class="choices">${saved.map(({ id, ...address }) => radio(id, addressLines(address)))}${radio("new", html`Another address`)}</ul>
<div class="typed">${typed(true)}</div>`;
};
