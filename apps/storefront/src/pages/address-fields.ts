import type { PostalAddress } from "@caravan/contracts";
import { html } from "hono/html";
import { type FormState, selectField, textField } from "./fields.ts";
import type { Fragment } from "./layout.ts";

const countryNames = new Intl.DisplayNames("en", { type: "region" });
/** Where the caravan goes. */
const countries =
  "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split(
    " ",
  );

const countryName = (code: string): string =>
  /^[A-Z]{2}$/.test(code) ? (countryNames.of(code) ?? code) : code;

/** The fields of a postal address, named like the contract's. */
export const addressFields = (prefix: string, state: FormState): Fragment => {
  const country = state.values.country ?? "DE";
  const known =
    countries.includes(country) || !/^[A-Z]{2}$/.test(country) ? countries : [country, ...countries];
  const choices = known
    .map((value) => ({ value, label: countryName(value) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, "en"));
  const shown = { ...state, values: { ...state.values, country } };
  return html`<div class="fields">
${textField(prefix, { name: "name", label: "Name", autocomplete: "name", maxlength: 100 }, shown)}
${textField(prefix, { name: "street", label: "Street and number", autocomplete: "street-address", maxlength: 150 }, shown)}
<div class="fields-row">
${textField(prefix, { name: "postalCode", label: "Postal code", autocomplete: "postal-code", maxlength: 20 }, shown)}
${textField(prefix, { name: "city", label: "Town", autocomplete: "address-level2", maxlength: 100 }, shown)}
</div>
${selectField(prefix, { name: "country", label: "Country", autocomplete: "country" }, choices, shown)}
</div>`;
};

/** An address as it stands on a parcel. */
export const addressLines = ({ name, street, postalCode, city, country }: PostalAddress): Fragment =>
  html`<span class="address">${name}<br>${street}<br>${postalCode} ${city}<br>${countryName(country)}</span>`;
