import type { EventData, EventDefinition } from "@caravan/contracts";

/** The metadata of a delivered event. */
export interface Delivery {
  /** The same for every delivery of this event: record it in the inbox, in the transaction of the effect. */
  readonly id: string;
  readonly source: string;
  readonly subject: string | undefined;
  readonly time: string | undefined;
  /** The trace the event was published in. */
  readonly traceparent: string | undefined;
}

/** An event and what a service does with it. */
export interface Subscription<E extends EventDefinition = EventDefinition> {
  readonly event: E;
  /** Resolves when the effect is stored. After a rejection the event is delivered again, and in the end dead-lettered. */
  handle(data: EventData<E>, delivery: Delivery): Promise<void>;
}

/**
 * Pairs an event with its handler.
 *
 * @example
 * export const onPaymentAuthorised = (dependencies: Dependencies) =>
 *   onEvent(paymentAuthorised, (payment, { id }) => confirm(dependencies, { ...payment, eventId: id }));
 */
export const onEvent = <E extends EventDefinition>(
  event: E,
  handle: Subscription<E>["handle"],
): Subscription<E> => ({ event, handle });
