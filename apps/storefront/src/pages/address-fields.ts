import { countryName, deliveryCountries, type PostalAddress } from "@caravan/contracts";
import type { Fragment } from "@caravan/pages";
import { html } from "hono/html";
import { type FormState, selectField, textField } from "./fields.ts";

/** The fields of a postal address, named like the contract's. */
export const addressFields = (prefix: string, state: FormState): Fragment => {
  const country = state.values.country ?? "DE";
  // A saved address may be in a country that we no longer deliver to: it is shown unchanged, and refused when sent.
  const kept = /^[A-Z]{2}$/.test(country) ? [country] : [];
  const choices = [...new Set([...deliveryCountries, ...kept])]
    .map((value) => ({ value, label: countryName(value) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, "en"));
  const shown = { ...state, values: { ...state.values, country } };
  return html`<div class="fields">
${textField(prefix, { name: "name", label: "Name", autocomplete: "name", maxlength: 100 }, shown)}
${textField(prefix, { name: "street", label: "Address", autocomplete: "street-address", maxlength: 150, hint: "Street and house number; in China with the district." }, shown)}
<div class="fields-row">
${textField(prefix, { name: "postalCode", label: "Postal code", autocomplete: "postal-code", maxlength: 20 }, shown)}
${textField(prefix, { name: "city", label: "City", autocomplete: "address-level2", maxlength: 100, hint: "In China with the province." }, shown)}
</div>
${selectField(prefix, { name: "country", label: "Country", autocomplete: "country" }, choices, shown)}
</div>`;
};

/** An address as printed on a parcel. */
export const addressLines = ({ name, street, postalCode, city, country }: PostalAddress): Fragment =>
  html`<span class="address">${name}<br>${street}<br>${postalCode} ${city}<br>${countryName(country)}</span>`;
