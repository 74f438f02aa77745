import { createHash } from "node:crypto";
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

/** Digits of an id before those of its bucket, by which it tells the named cohort of its owner: chance gives them to one in 268 million. */
const markDigits = 7;

/** What the ids of a named cohort's orders have in common. */
const markOf = (name: string): string => createHash("sha256").update(name).digest("hex").slice(0, markDigits);

/** The name in a cohort such as `staff,042`; undefined when it is a bucket alone. */
const nameIn = (cohort: string): string | undefined => /^[a-z][a-z0-9-]*/.exec(cohort)?.[0];

/** How the cohort of an order begins whose shopper was in a named one: {@link cohortOfOrder} without its bucket. */
export const orderMark = (name: string): string => `order-${markOf(name)}`;

/**
 * The cohort of what is done for an order without a request of its shopper: an event, a step, a callback. Of an id that was made for a named
 * cohort it begins with the {@link orderMark} of that name; of any other with one that no name has.
 *
 * @example cohortOfOrder("ord_01919b3e-8a4f-7c3e-9a51-0d9c7a100000") // "order-0d9c7a1,000"
 */
export const cohortOfOrder = (orderId: string): string =>
  `order-${orderId.slice(-markDigits - randomDigits, -randomDigits)},${cohortOf(orderId)}`;

/**
 * Makes an id in the cohort of its owner, so that what is done later for it, without a request of the owner, is of the same cohort.
 * Of the owner's id it shows the bucket alone.
 *
 * @param cohort of the request for which it is made; what is named in it, the id tells
 * @example newIdOf("ord", "gst_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20", "staff,042")
 */
export const newIdOf = <const P extends string>(
  prefix: P,
  ownerId: string,
  cohort = "",
): `${P}_${string}` => {
  const name = nameIn(cohort);
  for (;;) {
    const id = newId(prefix);
    const shift = Number(cohortOf(ownerId)) - Number(cohortOf(id));
    const digits = Number.parseInt(id.slice(-randomDigits), 16) + shift;
    if (digits < 0 || digits >= 16 ** randomDigits) continue;
    const bucket = digits.toString(16).padStart(randomDigits, "0");
    const mark = name === undefined ? id.slice(-markDigits - randomDigits, -randomDigits) : markOf(name);
    return `${prefix}_${id.slice(prefix.length + 1, -markDigits - randomDigits)}${mark}${bucket}`;
  }
};
