import * as v from "valibot";

const Line = (most: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1, "must not be empty"),
    v.maxLength(most, `must be at most ${most} characters`),
    v.check((text) => !/\p{Cc}/u.test(text), "must not hold control characters"),
  );

/** Where a parcel goes. Never part of an event, a log line or a metric. */
export const PostalAddress = v.strictObject({
  name: Line(100),
  street: Line(150),
  postalCode: Line(20),
  city: Line(100),
  /** ISO 3166-1 alpha-2. */
  country: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, "must be a country code such as DE")),
});
export type PostalAddress = v.InferOutput<typeof PostalAddress>;
