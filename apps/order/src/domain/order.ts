import type { OrderStatus, PostalAddress, ReservationLine } from "@caravan/contracts";
import { skuUnknown, totalTooLarge } from "./refusals.ts";
import type { Saga } from "./saga.ts";

/** What the catalogue says of a SKU at the moment of sale. */
export interface Price {
  readonly sku: string;
  readonly productId: string;
  readonly name: string;
  readonly priceCents: number;
}

/** One line of an order, at the price of the moment it was placed. */
export interface OrderLine extends Price {
  readonly quantity: number;
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
  /** Each known from the moment the service in question has told it. */
  readonly reservationId: string | null;
  /** The payment at hand: the latest one begun, or the one that brought the money. Null again once it was declined. */
  readonly paymentId: string | null;
  readonly shipmentId: string | null;
  /** Null once the shopper had their data erased. */
  readonly deliverTo: PostalAddress | null;
  /** What the shopper has got back, as far as payment told. */
  readonly refundedCents: number;
  /** The sum of refunds that left for the shopper and came back: so the later of two figures can be told. */
  readonly refundFailedCents: number;
  readonly saga: Saga;
  /** How many entries the timeline has. */
  readonly entries: number;
  /** The shopper wants to be forgotten: the address goes as soon as the parcel does not need it. */
  readonly forgottenAt: Date | null;
}

/** The same order without the address, once the shopper wants to be forgotten and no parcel needs it any more. */
export const withoutNeedlessAddress = (order: Order): Order =>
  order.forgottenAt !== null && order.deliverTo !== null && !needsAddress(order)
    ? { ...order, deliverTo: null }
    : order;

/** How many pieces an order is about. */
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

/** Gives every line its price. @throws Refusal `sku-unknown` that names every SKU the catalogue does not have */
export const priceLines = (
  lines: readonly ReservationLine[],
  prices: ReadonlyMap<string, Price>,
): OrderLine[] => {
  const unknown = lines.filter(({ sku }) => !prices.has(sku)).map(({ sku }) => sku);
  if (unknown.length > 0) throw skuUnknown(unknown);
  const priced = lines.flatMap(({ sku, quantity }) => {
    const price = prices.get(sku);
    return price === undefined ? [] : [{ ...price, quantity }];
  });
  totalOf(priced);
  return priced;
};

/** The sum of the lines in cents. @throws Refusal `total-too-large` before a number could lose a cent */
export const totalOf = (lines: readonly OrderLine[]): number => {
  const total = lines.reduce((sum, line) => sum + lineTotal(line), 0);
  if (!Number.isSafeInteger(total)) throw totalTooLarge();
  return total;
};

/** A sum of whole numbers below 2^53 is exact, and above it is not a safe integer: no overflow goes unseen. */
export const lineTotal = ({ priceCents, quantity }: OrderLine): number => {
  const total = priceCents * quantity;
  if (!Number.isSafeInteger(total) || total < 0) throw totalTooLarge();
  return total;
};

/** Reports whether the parcel still needs the address: it has none yet and may get one. */
export const needsAddress = ({ status, shipmentId }: Pick<Order, "status" | "shipmentId">): boolean =>
  shipmentId === null &&
  ["placed", "stock-reserved", "payment-authorised", "confirmed", "cancelling"].includes(status);
