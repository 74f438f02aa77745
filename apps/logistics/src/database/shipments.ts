import { afterCommit, claimDue, type Database, isDuplicateEntry, openPeopleEvents } from "@caravan/database";
import { and, asc, desc, eq, inArray, isNotNull, lt, lte } from "drizzle-orm";
import type { OnChange, ParcelNews, ShipmentStore } from "../dependencies.ts";
import { shipmentIdOf } from "../domain/parcel.ts";
import type { Shipment } from "../domain/shipment.ts";
import { openShipmentChanges } from "./change-shipments.ts";
import { hearQuietly } from "./hear-quietly.ts";
import { people, withOwners } from "./people.ts";
import { insertShipments } from "./save-shipments.ts";
import { shipments } from "./schema.ts";
import { headById, headByOrder, headPage, withParts } from "./shipment-rows.ts";

/** What the store needs from its environment. */
export interface ShipmentStoreOptions {
  readonly database: Database;
  /** W3C trace context of the current work, for events of shipments that have none. */
  readonly traceparent: () => string | undefined;
  /** Called with new shipments and changes, once committed. */
  readonly onChange: OnChange;
}

/** Most shipments in one transaction. */
const mostTogether = 16;

/** Concurrent changes and new shipments share a transaction; one that cannot be written does not affect the others. */
export const openShipments = ({ database, traceparent, onChange }: ShipmentStoreOptions): ShipmentStore => {
  const add = database.gather(
    (made: readonly Shipment[]) =>
      database.transaction(async (tx) => {
        const owned = await withOwners(tx, made);
        await insertShipments(tx, owned);
        for (const shipment of owned) afterCommit(tx, () => onChange(undefined, shipment));
        return made;
      }),
    { most: mostTogether, keysOf: ({ orderId, shopperId }) => [orderId, shopperId] },
  );
  const change = openShipmentChanges(database, onChange);
  const { joinGuest, eraseUser } = openPeopleEvents(database, people);
  const hear = database.gather(
    (news: readonly ParcelNews[]) => database.transaction((tx) => hearQuietly(tx, news, onChange)),
    { most: mostTogether, keysOf: ({ reference }) => [shipmentIdOf(reference)] },
  );
  return {
    hearQuietly: hear,
    add: (shipment) =>
      add(shipment).then(
        () => true,
        (error: unknown) => {
          if (isDuplicateEntry(error, "shipments_order")) return false;
          throw error;
        },
      ),

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

    async listStopped({ before, limit }) {
      const heads = await database.drizzle
        .select()
        .from(shipments)
        .where(and(isNotNull(shipments.stopped), before === undefined ? undefined : lt(shipments.id, before)))
        .orderBy(desc(shipments.id))
        .limit(limit);
      return withParts(database.drizzle, heads);
    },

    async change(id, decide) {
      const judge = ({ shipment }: { readonly shipment: Shipment }) => decide(shipment);
      const outcome = await change({ id, decide: judge, traceparent: traceparent() });
      if (outcome.kind !== "done") return undefined;
      return { before: outcome.before.shipment, shipment: outcome.after.shipment };
    },

    claimDue: (work, now, leaseUntil, limit) =>
      claimDue(
        database,
        (tx) =>
          tx
            .select()
            .from(shipments)
            .where(and(eq(shipments.work, work), lte(shipments.dueAt, now)))
            .orderBy(asc(shipments.dueAt))
            .limit(limit),
        async (tx, heads) => {
          const taken = { dueAt: leaseUntil, ...(work === "announce" ? { handingOver: true } : {}) };
          const ids = heads.map(({ id }) => id);
          await tx.update(shipments).set(taken).where(inArray(shipments.id, ids));
          return withParts(
            tx,
            heads.map((head) => ({ ...head, ...taken })),
          );
        },
      ),

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

    join: joinGuest,
    erase: (eventId, { userId, at, guests }) => eraseUser(eventId, userId, new Date(at), guests),
  };
};
