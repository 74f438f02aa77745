import { type EventData, type EventDefinition, euros, orderConfirmed, orderEnded } from "@caravan/contracts";
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

export const confirmedEvent = (order: Order, at: Date): OrderEvent =>
  event(orderConfirmed, {
    orderId: order.id,
    shopperId: order.shopperId,
    lines: order.lines.map(({ sku, quantity, priceCents }) => ({ sku, quantity, price: euros(priceCents) })),
    total: euros(order.totalCents),
    at: at.toISOString(),
  });

export const endedEvent = (order: Order, at: Date): OrderEvent =>
  event(orderEnded, {
    orderId: order.id,
    shopperId: order.shopperId,
    status: order.status,
    at: at.toISOString(),
  });
