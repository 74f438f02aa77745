import {
  afterCommit,
  numbered,
  placeholders,
  preparedBySize,
  type Queries,
  type Transaction,
  writeRows,
} from "@caravan/database";
import { inArray, max, sql } from "drizzle-orm";
import type { HeardNews, OnChange, ParcelNews } from "../dependencies.ts";
import { type HeardStation, isKnown, isQuiet, shipmentIdOf } from "../domain/parcel.ts";
import { insertTracking } from "./save-shipments.ts";
import { parcels, shipments, trackingEvents } from "./schema.ts";
import { type Head, lockHeads } from "./shipment-rows.ts";

type Row = HeardStation & { readonly shipmentId: string };

/**
 * Records stations that only add to the list, reading the row of each shipment and the stations of each
 * parcel.
 */
export const hearQuietly = async (
  tx: Transaction,
  all: readonly ParcelNews[],
  onChange: OnChange,
): Promise<(HeardNews | undefined)[]> => {
  const ids = [...new Set(all.map(({ reference }) => shipmentIdOf(reference)))];
  const heads = new Map((await lockHeads(tx, ids)).map((head) => [head.id, head]));
  const known = await knownOf(tx, ids, [...new Set(all.map(({ reference }) => reference))]);
  const heard: Row[] = [];
  const pollAt = new Map<string, Date>();
  const answers = all.map((news): HeardNews | undefined => {
    const { reference, station, heardAt } = news;
    const head = heads.get(shipmentIdOf(reference));
    const stations = known.stations.get(reference) ?? [];
    if (head === undefined || head.stopped !== null || known.parcelIds.get(reference) !== news.parcelId)
      return undefined;
    if (isKnown(stations, reference, station)) return { result: "duplicate", shipment: head };
    if (!isQuiet(stations, station)) return undefined;
    const number = (known.numbers.get(head.id) ?? 0) + 1;
    const row = { ...station, reference, number, heardAt, shipmentId: head.id };
    known.numbers.set(head.id, number);
    known.stations.set(reference, [...stations, row]);
    heard.push(row);
    pollAt.set(head.id, news.pollAt);
    return { result: "applied", shipment: head };
  });
  await writeRows(tx, insertTracking, heard);
  for (const [id, at] of pollAt) await noteNews(tx, heads.get(id), at, onChange);
  return answers;
};

/** The input of the decision: the parcels' ids at the carrier, their stations, and the last number of each shipment's stations. */
const knownOf = async (tx: Transaction, ids: readonly string[], references: readonly string[]) => {
  const asked = numbered(references.map((reference) => ({ reference })));
  const sent = await parcelsByReference(tx, references.length).execute(asked);
  const heard = await stationsByReference(tx, references.length).execute(asked);
  const last = await lastNumbers(tx, ids);
  return {
    parcelIds: new Map(sent.map(({ reference, parcelId }) => [reference, parcelId])),
    stations: new Map<string, readonly HeardStation[]>(Map.groupBy(heard, ({ reference }) => reference)),
    numbers: new Map(last.map(({ shipmentId, number }) => [shipmentId, number ?? 0])),
  };
};

const noteNews = async (
  tx: Transaction,
  head: Head | undefined,
  pollAt: Date,
  onChange: OnChange,
): Promise<void> => {
  if (head === undefined) return;
  await tx
    .update(shipments)
    .set({
      revision: sql`${shipments.revision} + 1`,
      quietPolls: 0,
      dueAt: sql`if(${shipments.work} = 'poll', ${sql.param(pollAt, shipments.dueAt)}, ${shipments.dueAt})`,
    })
    .where(inArray(shipments.id, [head.id]));
  afterCommit(tx, () => onChange(head, head));
};

const someReferences = (size: number) => placeholders(size, ["reference"]).map(({ reference }) => reference);

const parcelsByReference = preparedBySize((queries, size) =>
  queries
    .select({ reference: parcels.reference, parcelId: parcels.parcelId })
    .from(parcels)
    .where(inArray(parcels.reference, someReferences(size)))
    .prepare(),
);

const stationsByReference = preparedBySize((queries, size) =>
  queries
    .select()
    .from(trackingEvents)
    .where(inArray(trackingEvents.reference, someReferences(size)))
    .prepare(),
);

/** Read from the end of the primary key, however many stations there are. */
const lastNumbers = (queries: Queries, ids: readonly string[]) =>
  queries
    .select({ shipmentId: trackingEvents.shipmentId, number: max(trackingEvents.number) })
    .from(trackingEvents)
    .where(inArray(trackingEvents.shipmentId, [...ids]))
    .groupBy(trackingEvents.shipmentId);
