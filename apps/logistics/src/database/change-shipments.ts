import { type AggregateChange, afterCommit, type Database, openChanges } from "@caravan/database";
import type { OnChange } from "../dependencies.ts";
import type { Outcome } from "../domain/settle.ts";
import type { Shipment } from "../domain/shipment.ts";
import { isNews, updateShipments } from "./save-shipments.ts";
import { lockShipments } from "./shipment-rows.ts";

/** A shipment, and its revision for followers. */
interface Revised {
  readonly shipment: Shipment;
  readonly revision: number;
}

/** Changes shipments: concurrent changes share a transaction. */
export const openShipmentChanges = (database: Database, onChange: OnChange) =>
  openChanges<AggregateChange<Revised, Outcome>, Revised, Outcome>({
    database,
    lock: lockShipments,
    after: (before, { shipment }) =>
      shipment === before.shipment
        ? before
        : { shipment, revision: before.revision + (isNews(before.shipment, shipment) ? 1 : 0) },
    async write(tx, changed, done) {
      await updateShipments(
        tx,
        changed.map(({ before, after }) => ({ ...after, before: before.shipment })),
      );
      for (const { before, after } of done)
        if (before.revision !== after.revision)
          afterCommit(tx, () => onChange(before.shipment, after.shipment));
    },
    eventsOf: ({ events }) => events,
    traceparentOf: ({ shipment }) => shipment.traceparent,
  });
