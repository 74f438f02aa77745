import type { Transaction } from "../transaction.ts";
import { recordEvents } from "./record-events.ts";

/**
 * Records that the consumer applies this event, in the transaction of the effect; reports whether it is the first
 * time. When another delivery of the same event is being applied right now, it waits for that one's outcome.
 *
 * @param consumer names what is applied, such as `on-order-placed`: each consumer applies each event once
 * @example
 * await database.transaction(async (tx) => {
 *   if (!(await onceOnly(tx, "on-order-placed", event.id))) return;
 *   await tx.update(stock)...
 * });
 */
export const onceOnly = async (tx: Transaction, consumer: string, eventId: string): Promise<boolean> =>
  (await recordEvents(tx, [{ consumer, id: eventId }])).size === 0;
