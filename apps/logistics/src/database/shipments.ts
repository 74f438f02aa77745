import { afterCommit, appendOutbox, type Database, isDuplicateEntry } from "@caravan/database";
import { and, asc, eq, inArray, lte } from "drizzle-orm";
import type { OnChange, ShipmentStore } from "../dependencies.ts";
import { insertShipment, isNews, updateShipment } from "./save-shipment.ts";
import { shipments } from "./schema.ts";
import { headById, headByOrder, headPage, lockShipment, withParts } from "./shipment-rows.ts";
import { eraseUser, joinGuest, ownerOf } from "./shoppers.ts";

/** What the store takes from outside. */
export interface ShipmentStoreOptions {
  readonly database: Database;
  /** W3C trace context of the request at hand, for its events. */
  readonly traceparent: () => string | undefined;
  /** Told what is new, once it is committed. */
  readonly onChange: OnChange;
}

export const openShipments = ({ database, traceparent, onChange }: ShipmentStoreOptions): ShipmentStore => ({
  add: (shipment) =>
    database
      .transaction(async (tx) => {
        await insertShipment(tx, { ...shipment, shopperId: await ownerOf(tx, shipment.shopperId) });
        afterCommit(tx, () => onChange(undefined, shipment));
        return true;
      })
      .catch((error: unknown) => {
        if (isDuplicateEntry(error, "shipments_order")) return false;
        throw error;
      }),

  async find(id) {
    const [shipment] = await withParts(database.drizzle, await headById(database.drizzle).execute({ id }));
    return shipment;
  },

  async findByOrder(orderId) {
    const heads = await headByOrder(database.drizzle).execute({ orderId });
    return (await withParts(database.drizzle, heads))[0];
  },

  async findOwn(shopperId, id) {
    const heads = await headById(database.drizzle).execute({ id });
    const own = heads.filter((head) => head.shopperId === shopperId);
    return (await withParts(database.drizzle, own))[0];
  },

  list: async (shopperId, page) =>
    withParts(database.drizzle, await headPage(database.drizzle, shopperId, page)),

  change: (id, decide) =>
    database.transaction(async (tx) => {
      const locked = await lockShipment(tx, id);
      if (locked === undefined) return undefined;
      const before = locked.shipment;
      const { shipment, events } = decide(before);
      await updateShipment(tx, before, shipment, locked.revision);
      const trace = traceparent();
      await appendOutbox(
        tx,
        ...events.map(({ topic, data }) => ({ topic, aggregateId: id, data, traceparent: trace })),
      );
      if (isNews(before, shipment)) afterCommit(tx, () => onChange(before, shipment));
      return { before, shipment };
    }),

  claimDue: (work, now, leaseUntil, limit) =>
    database.transaction(async (tx) => {
      const heads = await tx
        .select()
        .from(shipments)
        .where(and(eq(shipments.work, work), lte(shipments.dueAt, now)))
        .orderBy(asc(shipments.dueAt))
        .limit(limit)
        .for("update", { skipLocked: true });
      if (heads.length === 0) return [];
      const taken = { dueAt: leaseUntil, ...(work === "announce" ? { handingOver: true } : {}) };
      const ids = heads.map(({ id }) => id);
      await tx.update(shipments).set(taken).where(inArray(shipments.id, ids));
      return withParts(
        tx,
        heads.map((head) => ({ ...head, ...taken })),
      );
    }),

  async revisions(ids) {
    if (ids.length === 0) return new Map();
    const rows = await database.drizzle
      .select({ id: shipments.id, revision: shipments.revision })
      .from(shipments)
      .where(inArray(shipments.id, [...ids]));
    return new Map(rows.map(({ id, revision }) => [id, revision]));
  },

  async findAll(ids) {
    if (ids.length === 0) return [];
    const heads = await database.drizzle
      .select()
      .from(shipments)
      .where(inArray(shipments.id, [...ids]));
    const found = await withParts(database.drizzle, heads);
    return found.map((shipment, i) => ({ shipment, revision: heads[i]?.revision ?? 0 }));
  },

  join: (eventId, guestId, userId) => joinGuest(database, eventId, guestId, userId),
  erase: (eventId, userId) => eraseUser(database, eventId, userId),
});
