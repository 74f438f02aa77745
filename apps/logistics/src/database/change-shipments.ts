import { afterCommit, appendOutbox, type OutboxEvent, type Transaction } from "@caravan/database";
import type { Change, Decide, OnChange } from "../dependencies.ts";
import { isNews, updateShipments } from "./save-shipments.ts";
import { lockShipments } from "./shipment-rows.ts";

/** A decision on one shipment. */
export interface Wish {
  readonly id: string;
  readonly decide: Decide;
  readonly traceparent: string | undefined;
}

/** What became of a wish: the change, nothing because there is no such shipment, or what `decide` threw. */
export type Answer =
  | { readonly change: Change | undefined; readonly refused?: never }
  | { readonly refused: { readonly because: unknown } };

/**
 * Locks the shipments by id, lets each decision judge its own, one after the other, and writes what became of all of them with
 * as many statements as for one. A decision that throws changes nothing and is in nobody's way.
 */
export const changeShipments = async (
  tx: Transaction,
  wishes: readonly Wish[],
  onChange: OnChange,
): Promise<Answer[]> => {
  const locked = await lockShipments(tx, [...new Set(wishes.map(({ id }) => id))]);
  const current = new Map(locked);
  const events: OutboxEvent[] = [];
  const answers = wishes.map(({ id, decide, traceparent }): Answer => {
    const known = current.get(id);
    if (known === undefined) return { change: undefined };
    const before = known.shipment;
    try {
      const { shipment, events: told } = decide(before);
      const news = isNews(before, shipment);
      current.set(id, { shipment, revision: known.revision + (news ? 1 : 0) });
      events.push(...told.map(({ topic, data }) => ({ topic, aggregateId: id, data, traceparent })));
      if (news) afterCommit(tx, () => onChange(before, shipment));
      return { change: { before, shipment } };
    } catch (because) {
      return { refused: { because } };
    }
  });
  await updateShipments(
    tx,
    [...current].map(([id, { shipment, revision }]) => ({
      before: locked.get(id)?.shipment ?? shipment,
      shipment,
      revision,
    })),
  );
  await appendOutbox(tx, ...events);
  return answers;
};
