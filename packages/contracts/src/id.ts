import { randomInt, randomUUIDv7 } from "node:crypto";
import * as v from "valibot";

const uuidV7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

/**
 * The schema of an id with the given prefix: `ord_` and a UUID of version 7, so that ids sort by time.
 *
 * @see RFC 9562 section 5.7
 * @example v.parse(Id("ord"), "ord_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20")
 */
export const Id = <const P extends string>(prefix: P) =>
  v.pipe(
    v.string(),
    v.regex(
      new RegExp(`^${prefix}_${uuidV7}$`),
      `must be an id such as ${prefix}_01919b3e-8a4f-7c3e-9a51-0d9c7a1e4f20`,
    ),
  );

/** The largest value of the 12 bits after the time, which count the ids of one millisecond. */
const lastCount = 0xfff;

/** The time and count of the id that was made last. */
let latest = { milliseconds: 0, count: 0 };

/**
 * The time and count of the next id. A count begins at random in the lower half, so that two processes rarely agree. When it is used up, or the
 * clock went back, ids run ahead of the clock.
 */
const nextOf = ({ milliseconds, count }: typeof latest): typeof latest => {
  const now = Date.now();
  if (now > milliseconds) return { milliseconds: now, count: randomInt((lastCount + 1) / 2) };
  return count < lastCount
    ? { milliseconds, count: count + 1 }
    : { milliseconds: milliseconds + 1, count: 0 };
};

/**
 * Makes a new id: the prefix, an underscore and a UUID of version 7. Each sorts after all that this process made before; those of several
 * processes sort by the millisecond.
 *
 * @see RFC 9562 section 6.2, method 1: a counter in `rand_a`. The digits after it stay random: a customer's bucket is among them (`cohortOf`)
 */
export const newId = <const P extends string>(prefix: P): `${P}_${string}` => {
  latest = nextOf(latest);
  const time = latest.milliseconds.toString(16).padStart(12, "0");
  const count = latest.count.toString(16).padStart(3, "0");
  return `${prefix}_${time.slice(0, 8)}-${time.slice(8)}-7${count}-${randomUUIDv7().slice(19)}`;
};

/** A stock-keeping unit of the catalogue, such as `CAR-0001`. */
export const Sku = v.pipe(v.string(), v.regex(/^[A-Z]{3}-[0-9]{4}$/, "must be a SKU such as CAR-0001"));
export type Sku = v.InferOutput<typeof Sku>;

/** A warehouse, as a slug: `north`. */
export const WarehouseId = v.pipe(
  v.string(),
  v.maxLength(20),
  v.regex(/^[a-z]+(-[a-z]+)*$/, "must be a warehouse such as north"),
);

/** The id of a product. */
export const ProductId = Id("prd");
/** The id of an order. */
export const OrderId = Id("ord");
/** The id of a reservation of stock. */
export const ReservationId = Id("rsv");
/** The id of a shopper without an account. */
export const GuestId = Id("gst");
/** The id of an account. */
export const UserId = Id("usr");
/** The id of a shopper: a guest or an account. */
export const ShopperId = v.union([GuestId, UserId]);
/** Whether the id of a shopper is that of an account; the others are guests. */
export const isAccountId = (shopperId: string): boolean => shopperId.startsWith("usr_");
/** The id of an address in an address book. */
export const AddressId = Id("adr");
/** The id of a payment. */
export const PaymentId = Id("pay");
/** The id of a refund. */
export const RefundId = Id("rfd");
/** The id of a shipment. */
export const ShipmentId = Id("shp");
/** The id of a flash sale. */
export const SaleId = Id("sal");
/** The id of a ticket: one shopper's claim on the pieces of a flash sale. */
export const TicketId = Id("tkt");
/** The id of an allotment: pieces set aside for one flash sale. */
export const AllotmentId = Id("alm");
/** The id of a promotion: a coupon or a price rule. */
export const PromotionId = Id("prm");
