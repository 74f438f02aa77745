import { people, sales, tickets } from "@caravan/flash/schema";
import { allotments } from "@caravan/inventory/schema";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Fault, Reader, Sources } from "../check.ts";
import { lookUp, total } from "../reading.ts";

/** A ticket with a piece that is neither paid nor has a next step keeps the piece for good. */
export const forgottenTickets = async (flash: Reader): Promise<Fault[]> => {
  const rows = await flash
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(eq(tickets.status, "admitted"), eq(tickets.paid, false), isNull(tickets.task)));
  return rows.map(({ id }) => ({
    id,
    sentence: `${id} has a piece that is not paid, and nothing is planned.`,
  }));
};

/** People who keep more pieces than one shopper may have, under all of their names. Those that are paid stay; those to go back do not count. */
export const sharedLimits = async (flash: Reader): Promise<Fault[]> => {
  const kept = total(
    sql`case when ${tickets.reason} = 'over-limit' and not ${tickets.paid} then 0 else 1 end`,
  );
  const paid = total(sql`${tickets.paid}`);
  // Not of the entries, which have addresses: this check may not read them.
  const ownerId = sql<string>`coalesce(${people.became}, ${tickets.shopperId})`;
  const rows = await flash
    .select({ saleId: tickets.saleId, ownerId, most: sales.perShopper, kept, paid })
    .from(tickets)
    .innerJoin(sales, eq(sales.id, tickets.saleId))
    .leftJoin(people, eq(people.subject, tickets.shopperId))
    .where(eq(tickets.status, "admitted"))
    .groupBy(tickets.saleId, ownerId, sales.perShopper)
    .having(sql`${kept} > greatest(${sales.perShopper}, ${paid})`);
  return rows.map(({ saleId, ownerId: owner, most, kept: pieces }) => ({
    id: saleId,
    sentence: `${owner} keeps ${pieces} pieces of ${saleId} under several names, of which a shopper may have ${most}.`,
  }));
};

const openAllotments = (inventory: Reader) =>
  inventory
    .select({ id: allotments.id, saleId: allotments.saleId })
    .from(allotments)
    .where(eq(allotments.status, "open"));

/** What is wrong with a sale that has an open allotment. A draft that has asked for it looks after it, all others until they are settled. */
const faultOf = (sale: { phase: string; askedAt: Date | null } | undefined): string | undefined => {
  if (sale === undefined) return "is not there";
  if (sale.phase === "settled") return "is settled";
  return sale.phase === "draft" && sale.askedAt === null ? "is a draft that does not know of it" : undefined;
};

/** Allotments whose sale will not give their pieces back. */
export const leftAllotments = async ({
  flash,
  inventory,
}: Pick<Sources, "flash" | "inventory">): Promise<Fault[]> => {
  const open = await openAllotments(inventory);
  const known = await lookUp(
    open.map(({ saleId }) => saleId),
    (some) =>
      flash
        .select({ key: sales.id, phase: sales.phase, askedAt: sales.allotmentAskedAt })
        .from(sales)
        .where(inArray(sales.id, some)),
  );
  const faults = open.flatMap(({ id, saleId }) => {
    const fault = faultOf(known.get(saleId)?.[0]);
    return fault === undefined ? [] : [{ id, sentence: `${id} is open, but its sale ${saleId} ${fault}.` }];
  });
  if (faults.length === 0) return faults;
  // A sale may have been settled between the two looks.
  const still = new Set((await openAllotments(inventory)).map(({ id }) => id));
  return faults.filter(({ id }) => still.has(id));
};
