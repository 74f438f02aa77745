import {
  type Money,
  type Order as OrderReply,
  type PostalAddress,
  Refusal,
  type ReservationLine,
} from "@caravan/contracts";
import { currentTraceparent } from "@caravan/service-kit";
import type { Dependencies } from "../dependencies.ts";
import { priceLines, type Ticket } from "../domain/order.ts";
import { place } from "../domain/place.ts";
import { orderReply, withAddress, withoutAddress } from "../domain/replies.ts";
import { checkUnpaid, type Unpaid } from "../domain/unpaid.ts";
import type { Person, ReplyForm, StoredReply } from "../order-store.ts";
import { moment } from "./moment.ts";
import { giveBack, take } from "./take-goods.ts";

/** A request for an order: shopper, lines, address and key. */
export interface PlaceRequest {
  readonly shopper: Person;
  readonly key: string;
  readonly lines: readonly ReservationLine[];
  readonly deliverTo: PostalAddress;
  /** Coupons to be used. */
  readonly codes?: readonly string[] | undefined;
  /** What the shopper was told that it costs; nothing is ordered when it costs anything else. */
  readonly agreedTotal?: Money | undefined;
  /** The claim of a flash sale that it is made of: its price and its allotment. The sale has limits of its own. */
  readonly ticket?: Ticket;
}

/** How a shopper's replies are kept. */
export const orderForm: ReplyForm<OrderReply> = {
  make: orderReply,
  withoutPersonal: withoutAddress,
  withPersonal: withAddress,
  orderIdOf: ({ id }) => id,
};

/**
 * Places an order once per key: prices from the catalogue, the saga's first step at inventory, what promotions take off, then all of
 * it in one transaction. No promotion counts for a flash sale. The shopper's unpaid orders are checked before any stock is held, and
 * again inside the transaction.
 */
export const placeOrder = async (
  dependencies: Dependencies,
  { shopper, key, lines, deliverTo, codes: named = [], agreedTotal, ticket }: PlaceRequest,
): Promise<StoredReply<OrderReply>> => {
  const { orders, limits } = dependencies;
  const codes = [...new Set(named)];
  // What was agreed is a condition of this attempt, and no part of the order.
  const wanted = { lines, deliverTo, ...(codes.length === 0 ? {} : { codes }) };
  // Who takes part in a sale may change the address while an attempt's reply is on its way: a ticket is one order all the same.
  const content = ticket === undefined ? wanted : { lines, ticket };
  const check = (unpaid: Unpaid) => (ticket === undefined ? checkUnpaid(unpaid, lines, limits) : undefined);
  const request = {
    ...{ scope: `placeOrder:${shopper.subject}`, shopper, key, content },
    newResourceId: () => dependencies.newOrderId(shopper.subject),
  };
  const claimed = await orders.claimPlacement(request, orderForm);
  if ("replayed" in claimed) return claimed;
  await using placement = claimed;
  check(placement.unpaid);

  const prices = await dependencies.prices.of(lines.map(({ sku }) => sku));
  const given = { lines: priceLines(lines, prices, ticket), deliverTo, ticket };
  const draft = { ...given, id: placement.orderId, shopperId: shopper.subject };
  const wish = ticket === undefined ? { codes, agreedCents: agreedTotal?.amountCents } : undefined;
  const taken = await take(dependencies, place(draft, moment(dependencies)).order, wish);
  const { id, step, ...priced } = taken;

  const at = moment(dependencies);
  const traceparent = currentTraceparent();
  const reply = await placement
    .insert((shopperId, unpaid) => {
      check(unpaid);
      return place({ ...given, ...priced, id, shopperId, traceparent }, at, step);
    })
    .catch(async (error: unknown) => {
      if (certainlyNotSaved(error)) await giveBack(dependencies, taken);
      throw error;
    });
  // Another attempt has made the order of this key meanwhile, and has taken goods of its own.
  if (reply.replayed && reply.body.id !== id) await giveBack(dependencies, taken);
  return reply;
};

/**
 * Reports whether the order does not exist for sure. When the connection broke, the commit may have happened; when
 * another attempt took the key over, the hold belongs to that attempt. In both cases it must not be released.
 */
const certainlyNotSaved = (error: unknown): boolean =>
  !(error instanceof Refusal && ["database-unavailable", "idempotency-key-in-progress"].includes(error.code));
