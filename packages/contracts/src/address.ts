import * as v from "valibot";
import { countryName, DeliveryCountry, deliveryCountries } from "./countries.ts";
import { examplePostalCode, writePostalCode } from "./postal-codes.ts";
import { Text, wellFormed } from "./text.ts";

/** A line of an address that was accepted earlier: passed on unchanged. */
const KnownLine = (most: number) =>
  v.pipe(
    v.string(),
    wellFormed,
    v.trim(),
    v.minLength(1, "must not be empty"),
    v.maxLength(most, `must be at most ${most} characters`),
    v.check((text) => !/\p{Cc}/u.test(text), "must not hold control characters"),
  );

/**
 * A delivery address as services store it and pass it on. It was checked when it was accepted, by the rules of that time:
 * an earlier order must still reach a country that we no longer deliver to. Never part of an event, a log line or a metric.
 */
export const KnownAddress = v.strictObject({
  name: KnownLine(100),
  street: KnownLine(150),
  postalCode: KnownLine(20),
  city: KnownLine(100),
  /** ISO 3166-1 alpha-2. */
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, "must be a country code such as DE")),
});
export type PostalAddress = v.InferOutput<typeof KnownAddress>;

const isDeliveryCountry = (country: string): country is DeliveryCountry =>
  deliveryCountries.some((known) => known === country);

/** An address as shoppers enter it: of a country that we deliver to, with a postal code of that country. */
export const PostalAddress = v.pipe(
  v.strictObject({
    name: Text(100),
    street: Text(150),
    postalCode: Text(20),
    /** In China the province as well: `广东省 深圳市`. The district belongs to the street. */
    city: Text(100),
    country: DeliveryCountry,
  }),
  v.rawTransform(({ dataset, addIssue, NEVER }): PostalAddress => {
    const address = dataset.value;
    if (!isDeliveryCountry(address.country)) return NEVER; // the entry above has refused it
    const postalCode = writePostalCode(address.country, address.postalCode);
    if (postalCode !== undefined) return { ...address, postalCode };
    addIssue({
      message: `must be a postal code of ${countryName(address.country)}, such as ${examplePostalCode(address.country)}`,
      path: [
        {
          type: "object",
          origin: "value",
          input: { ...address },
          key: "postalCode",
          value: address.postalCode,
        },
      ],
    });
    return NEVER;
  }),
);
