import {
  type EventData,
  type EventDefinition,
  euros,
  orderConfirmed,
  orderEnded,
  orderStockBack,
} from "@caravan/contracts";
import type { Order } from "./order.ts";

/** An event that announces a transition. */
export interface OrderEvent {
  readonly topic: string;
  readonly data: object;
}

const event = <E extends EventDefinition>({ topic }: E, data: EventData<E>): OrderEvent => ({
  topic,
  data: data as object,
});

/** Whose order it is, and of which ticket it was made. */
const whose = ({ id, shopperId, ticketId }: Order) => ({
  orderId: id,
  shopperId,
  ...(ticketId === null ? {} : { ticketId }),
});

export const confirmedEvent = (order: Order, at: Date): OrderEvent =>
  event(orderConfirmed, {
    ...whose(order),
    lines: order.lines.map(({ sku, quantity, priceCents, discountCents }) => ({
      ...{ sku, quantity, price: euros(priceCents) },
      ...(discountCents === 0 ? {} : { discount: euros(discountCents) }),
    })),
    total: euros(order.totalCents),
    at: at.toISOString(),
  });

export const endedEvent = (order: Order, at: Date): OrderEvent =>
  event(orderEnded, { ...whose(order), status: order.status, at: at.toISOString() });

export const stockBackEvent = (order: Order, at: Date): OrderEvent =>
  event(orderStockBack, { ...whose(order), status: order.status, at: at.toISOString() });
