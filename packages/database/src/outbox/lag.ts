import { sql } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { outboxTable } from "./outbox-table.ts";

/** How far publication is behind. */
export interface OutboxLag {
  /** Age of the oldest unpublished event, in seconds; 0 when there is none. */
  readonly oldestSeconds: number;
  /** Unpublished events; counted up to {@link lagCountLimit}. */
  readonly count: number;
}

/** Counting stops here: measuring a large backlog must not slow its publication. */
export const lagCountLimit = 10_000;

/** Reads how far publication is behind. */
export const outboxLag = async (database: Pick<Database, "drizzle">): Promise<OutboxLag> => {
  const queries = database.drizzle;
  const [row] = await queries
    .select({
      oldestSeconds:
        sql`coalesce((select timestampdiff(microsecond, ${outboxTable.createdAt}, now(3)) from ${outboxTable}
        order by ${outboxTable.position} limit 1), 0) / 1000000`.mapWith(Number),
      count: sql`count(*)`.mapWith(Number),
    })
    .from(
      queries
        .select({ one: sql`1`.as("one") })
        .from(outboxTable)
        .limit(lagCountLimit)
        .as("unpublished"),
    );
  return { oldestSeconds: Math.max(0, row?.oldestSeconds ?? 0), count: row?.count ?? 0 };
};
