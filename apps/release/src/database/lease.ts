import type { Database } from "@caravan/database";
import { and, eq, gte, lt, sql } from "drizzle-orm";
import type { Lease } from "../dependencies.ts";
import { leases } from "./schema.ts";

const name = "engine";

/** By the database's clock, which all processes share. */
const moment = (seconds: number) => sql<Date>`utc_timestamp(3) + interval ${seconds} second`;
const isOver = lt(leases.until, sql`utc_timestamp(3)`);

/**
 * The right to run releases, as a row. It keeps two processes from taking the same releases up in turns; what keeps a log whole is the
 * place of its entries.
 *
 * @param holder names this process
 * @param seconds until another process may take over from one that says nothing any more
 */
export const openLease = (
  { drizzle }: Pick<Database, "drizzle">,
  holder: string,
  seconds: number,
): Lease => ({
  async hold() {
    await drizzle
      .insert(leases)
      .values({ name, holder, until: moment(seconds) })
      .onDuplicateKeyUpdate({
        set: {
          // Assigned in this order: the second one sees the holder of the first.
          holder: sql`if(${leases.holder} = ${holder} or ${isOver}, ${holder}, ${leases.holder})`,
          until: sql`if(${leases.holder} = ${holder}, ${moment(seconds)}, ${leases.until})`,
        },
      });
    const [row] = await drizzle.select({ holder: leases.holder }).from(leases).where(eq(leases.name, name));
    return row?.holder === holder;
  },
  async release() {
    await drizzle.delete(leases).where(and(eq(leases.name, name), eq(leases.holder, holder)));
  },
  async holder() {
    const [row] = await drizzle
      .select({ holder: leases.holder })
      .from(leases)
      .where(and(eq(leases.name, name), gte(leases.until, sql`utc_timestamp(3)`)));
    return row?.holder;
  },
});
