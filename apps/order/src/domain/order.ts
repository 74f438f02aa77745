import {
  type EventData,
  euros,
  type Order as OrderReply,
  type orderPlaced,
  type ReservationLine,
} from "@caravan/contracts";
import { skuUnknown, totalTooLarge } from "./refusals.ts";

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

/** An order that was placed; its stock is held by the reservation. */
export interface Order {
  readonly id: string;
  readonly shopperId: string;
  readonly status: "placed";
  readonly reservationId: string;
  /** At least one, each SKU once, in the shopper's order. */
  readonly lines: readonly OrderLine[];
  readonly totalCents: number;
  readonly placedAt: Date;
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
const lineTotal = ({ priceCents, quantity }: OrderLine): number => {
  const total = priceCents * quantity;
  if (!Number.isSafeInteger(total) || total < 0) throw totalTooLarge();
  return total;
};

/** The order, once its stock is held. */
export const place = (input: {
  id: string;
  shopperId: string;
  reservationId: string;
  lines: readonly OrderLine[];
  now: Date;
}): Order => ({
  id: input.id,
  shopperId: input.shopperId,
  status: "placed",
  reservationId: input.reservationId,
  lines: input.lines,
  totalCents: totalOf(input.lines),
  placedAt: input.now,
});

/** The order as the shopper sees it. */
export const orderReply = ({ id, status, lines, totalCents, placedAt }: Order): OrderReply => ({
  id,
  status,
  lines: lines.map((line) => ({
    sku: line.sku,
    productId: line.productId,
    name: line.name,
    quantity: line.quantity,
    price: euros(line.priceCents),
    total: euros(lineTotal(line)),
  })),
  total: euros(totalCents),
  placedAt: placedAt.toISOString(),
});

/** What other services are told of it. */
export const orderPlacedData = (order: Order): EventData<typeof orderPlaced> => ({
  orderId: order.id,
  shopperId: order.shopperId,
  reservationId: order.reservationId,
  lines: order.lines.map(({ sku, quantity, priceCents }) => ({ sku, quantity, price: euros(priceCents) })),
  total: euros(order.totalCents),
  placedAt: order.placedAt.toISOString(),
});
