import { newId } from "./id.ts";

/** Customers are in so many buckets, of which a version under release serves some: as many of them as its weight. */
export const cohortBuckets = 1000;

/**
 * The cohort of a request's customer, by which the mesh chooses versions: a bucket such as `042`, and before it the name of the cohort
 * that the gateway puts staff in: `staff,042`. The gateway sets it, services send it along, and no client can.
 */
export const cohortHeader = "x-caravan-cohort";

/** Digits of an id that are random (`randomUUIDv7`), and so many that every bucket is as likely as another within a thousandth. */
const randomDigits = 5;

/**
 * The bucket of an id, in three digits: of a shopper, or of what is a shopper's.
 *
 * @param id one that ends in random hexadecimal digits, such as every id of {@link newId}
 */
export const cohortOf = (id: string): string =>
  String(Number.parseInt(id.slice(-randomDigits), 16) % cohortBuckets).padStart(3, "0");

/**
 * Makes an id in the bucket of its owner, so that what is done later for it, without a request of the owner, is of the same cohort.
 * Of the owner's id it shows the bucket alone.
 *
 * @example newIdOf("ord", "gst_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20")
 */
export const newIdOf = <const P extends string>(prefix: P, ownerId: string): `${P}_${string}` => {
  for (;;) {
    const id = newId(prefix);
    const shift = Number(cohortOf(ownerId)) - Number(cohortOf(id));
    const digits = Number.parseInt(id.slice(-randomDigits), 16) + shift;
    if (digits >= 0 && digits < 16 ** randomDigits)
      return `${prefix}_${id.slice(prefix.length + 1, -randomDigits)}${digits.toString(16).padStart(randomDigits, "0")}`;
  }
};
