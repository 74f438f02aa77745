import type { Database } from "@caravan/database";
import { eq, sql } from "drizzle-orm";
import * as v from "valibot";
import { commands, dropped, entries, outcomes, releases } from "./schema.ts";

/** What is kept of releases that have ended. */
export interface Kept {
  /** The newest ones of each service, however old. */
  readonly perService: number;
  /** All that ended within so many days. */
  readonly days: number;
}

/** At one time; what is left goes the next time. */
const mostAtOnce = 1000;
/** An upgrade waits for it. */
const mostMilliseconds = 60_000;

const Ids = v.array(v.object({ id: v.string() }));

const dropOne = async (
  { transaction }: Pick<Database, "transaction">,
  id: string,
  droppedAt: Date,
): Promise<void> =>
  transaction(async (tx) => {
    const [row] = await tx.select().from(releases).where(eq(releases.id, id)).for("update");
    if (!row?.endedAt) return;
    const { service, entries: length, head, endedAt } = row;
    await tx.insert(dropped).values({ release: id, service, entries: length, head, endedAt, droppedAt });
    for (const table of [entries, outcomes, commands]) await tx.delete(table).where(eq(table.release, id));
    await tx.delete(releases).where(eq(releases.id, id));
  });

/**
 * Drops releases that ended long ago, each with its whole log; its last hash is kept. Takes the rights of the migration's user: the engine's own
 * can remove nothing. One whose train is under way stays, since the others follow it.
 *
 * @returns how many were dropped
 * @throws Error when one could not be; the others are
 */
export const dropEnded = async (
  database: Pick<Database, "drizzle" | "transaction">,
  { perService, days }: Kept,
  now: Date,
): Promise<number> => {
  const before = new Date(now.getTime() - days * 86_400_000);
  const train = (row: string) => sql.raw(`json_value(${row}.view, '$.train.id')`);
  const [rows] = await database.drizzle.execute(sql`
    select id from (
      select r.id, r.ended_at, row_number() over (partition by r.service order by r.id desc) as place
      from releases r
      where r.ended_at is not null
        and not exists (select 1 from releases u where u.under_way is not null and ${train("u")} = ${train("r")})
    ) ended
    where place > ${perService} and ended_at < ${before}
    order by id limit ${mostAtOnce}`);
  const old = v.parse(Ids, rows);
  const ends = Date.now() + mostMilliseconds;
  const failures: unknown[] = [];
  let gone = 0;
  for (const { id } of old) {
    if (Date.now() > ends) break;
    await dropOne(database, id, now).then(
      () => gone++,
      (error: unknown) => failures.push(error),
    );
  }
  if (failures.length === 0) return gone;
  throw new Error(`${failures.length} releases could not be dropped, ${gone} were`, { cause: failures[0] });
};
