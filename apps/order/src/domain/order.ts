import {
  type OrderStatus,
  orderStatuses,
  type PostalAddress,
  type ReservationLine,
} from "@caravan/contracts";
import type { Benefits } from "./order-benefits.ts";
import { skuUnknown, totalTooLarge } from "./refusals.ts";
import type { Saga } from "./saga.ts";

/** The catalogue's entry of a SKU at the time of sale. */
export interface Price {
  readonly sku: string;
  readonly productId: string;
  readonly name: string;
  readonly priceCents: number;
}

/** One line of an order, at the price at the time it was placed. */
export interface OrderLine extends Price {
  readonly quantity: number;
  /** What promotions took off the whole line. */
  readonly discountCents: number;
}

/** An order and its saga. */
export interface Order {
  readonly id: string;
  readonly shopperId: string;
  readonly status: OrderStatus;
  /** At least one, each SKU once, in the shopper's order. */
  readonly lines: readonly OrderLine[];
  readonly totalCents: number;
  readonly placedAt: Date;
  /** Each known once the service in question has replied. */
  readonly reservationId: string | null;
  /** The current payment: the latest one begun, or the one that was authorised. Null again once it was declined. */
  readonly paymentId: string | null;
  readonly shipmentId: string | null;
  /** Null once the shopper had their data erased. */
  readonly deliverTo: PostalAddress | null;
  /** What was refunded to the shopper, by payment's latest figures. */
  readonly refundedCents: number;
  /** The sum of refunds that failed after they were sent: it shows which of two figures is the later one. */
  readonly refundFailedCents: number;
  readonly saga: Saga;
  /** How many entries the timeline has. */
  readonly entries: number;
  /** The shopper has asked for erasure: the address goes as soon as the parcel does not need it. */
  readonly forgottenAt: Date | null;
  /** W3C trace context of the request that placed it; null when that request had none. */
  readonly traceparent: string | null;
  /** The ticket of a flash sale that it was made of; null for an ordinary order. */
  readonly ticketId: string | null;
  /** The allotment that its goods come from; null for free stock. */
  readonly allotmentId: string | null;
  /** What it takes of promotions; null for an order at list prices, and for one of a flash sale. */
  readonly benefits: Benefits | null;
}

/** A flash sale's claim that an order is made of. */
export interface Ticket {
  readonly ticketId: string;
  readonly saleId: string;
  readonly allotmentId: string;
  /** Of one piece; it takes the place of the catalogue's. */
  readonly priceCents: number;
}

/** The order by its id, and the trace that its later work continues. */
export const traceOf = ({ id: orderId, traceparent }: Order) => ({ orderId, traceparent });

/** The same order without the address, once erasure is requested and no parcel needs it any more. */
export const withoutNeedlessAddress = (order: Order): Order =>
  order.forgottenAt !== null && order.deliverTo !== null && !needsAddress(order)
    ? { ...order, deliverTo: null }
    : order;

/** The number of pieces of an order. */
export const piecesOf = (lines: readonly { readonly quantity: number }[]): number =>
  lines.reduce((sum, { quantity }) => sum + quantity, 0);

/** One line of the timeline: what happened, where the order was afterwards, who did it, and why. */
export interface Entry {
  readonly number: number;
  readonly at: Date;
  readonly what: string;
  readonly status: OrderStatus;
  readonly who: string;
  readonly why: string | null;
}

/**
 * Gives every line its price: the catalogue's, or that of a flash sale.
 *
 * @throws Refusal `sku-unknown` that names every SKU the catalogue does not have, `total-too-large`
 */
export const priceLines = (
  lines: readonly ReservationLine[],
  prices: ReadonlyMap<string, Price>,
  ticket?: Pick<Ticket, "priceCents">,
): OrderLine[] => {
  const unknown = lines.filter(({ sku }) => !prices.has(sku)).map(({ sku }) => sku);
  if (unknown.length > 0) throw skuUnknown(unknown);
  const priced = lines.flatMap(({ sku, quantity }) => {
    const price = prices.get(sku);
    if (price === undefined) return [];
    const { productId, name, priceCents } = price;
    return [
      { sku, productId, name, priceCents: ticket?.priceCents ?? priceCents, quantity, discountCents: 0 },
    ];
  });
  totalOf(priced);
  return priced;
};

/** The sum of the lines in cents. @throws Refusal `total-too-large` when it would not be exact */
export const totalOf = (lines: readonly OrderLine[]): number => {
  const total = lines.reduce((sum, line) => sum + lineTotal(line), 0);
  if (!Number.isSafeInteger(total)) throw totalTooLarge();
  return total;
};

/** A sum of whole numbers below 2^53 is exact, and above it is not a safe integer: every overflow is detected. */
export const lineTotal = ({ priceCents, quantity, discountCents }: OrderLine): number => {
  const total = priceCents * quantity;
  if (!Number.isSafeInteger(total) || total < 0) throw totalTooLarge();
  return total - discountCents;
};

/** Reports whether a parcel may still need the address: it has no label yet and may get one. */
export const needsAddress = ({ status, shipmentId }: Pick<Order, "status" | "shipmentId">): boolean =>
  shipmentId === null && ["ahead", "stopping"].includes(orderStatuses[status].parcel);
