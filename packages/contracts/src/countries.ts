import * as v from "valibot";

/** The countries that we deliver to (ISO 3166-1 alpha-2), for pages and orders alike. */
// biome-ignore format: one list
export const deliveryCountries = [
  "AT", "BE", "BG", "CH", "CN", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU",
  "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
] as const;
export type DeliveryCountry = (typeof deliveryCountries)[number];

/** A country that we deliver to. */
export const DeliveryCountry: v.GenericSchema<string, string> = v.picklist(
  deliveryCountries,
  "must be the code of a country that we deliver to, such as DE",
);

const names = new Intl.DisplayNames("en", { type: "region" });

/** The English name of a country, or its code when there is none. */
export const countryName = (code: string): string =>
  /^[A-Z]{2}$/.test(code) ? (names.of(code) ?? code) : code;
