import type { BookAccount } from "@caravan/contracts";
import { type Database, isDuplicateEntry, type Queries } from "@caravan/database";
import { and, asc, desc, eq, gte, inArray, lt, lte, sql } from "drizzle-orm";
import { bookClosings, bookLines, bookMovements } from "./schema.ts";

type Balances = ReadonlyMap<BookAccount, number>;

const hourMilliseconds = 3_600_000;
/** A movement's time is set before its commit; a process that hangs for longer has been killed. */
const settleMilliseconds = hourMilliseconds;
const keptMilliseconds = 30 * 24 * hourMilliseconds;
/** Most hours of one round, so that a round is short also for old books without closings. */
const mostHours = 500;

interface Closing {
  readonly until: Date;
  readonly balances: Balances;
}

const newest = async (queries: Queries): Promise<Closing | undefined> => {
  const [last] = await queries
    .select({ until: bookClosings.until })
    .from(bookClosings)
    .orderBy(desc(bookClosings.until))
    .limit(1);
  if (last === undefined) return undefined;
  const rows = await queries.select().from(bookClosings).where(eq(bookClosings.until, last.until));
  return {
    until: last.until,
    balances: new Map(rows.map(({ account, balanceCents }) => [account, balanceCents])),
  };
};

/** The sums of a period, by account. */
const turnover = async (
  queries: Queries,
  from: Date | undefined,
  to: Date | undefined,
): Promise<Balances> => {
  const { at, id } = bookMovements;
  const rows = await queries
    .select({ account: bookLines.account, sum: sql<string>`sum(${bookLines.amountCents})` })
    .from(bookMovements)
    .innerJoin(bookLines, eq(bookLines.movementId, id))
    .where(and(from && gte(at, from), to && lt(at, to)))
    .groupBy(bookLines.account);
  return new Map(rows.map(({ account, sum }) => [account, Number(sum)]));
};

const plus = (a: Balances, b: Balances): Balances =>
  new Map(
    [...new Set([...a.keys(), ...b.keys()])].map((key) => [key, (a.get(key) ?? 0) + (b.get(key) ?? 0)]),
  );

/** The sums of all movements: the newest closing and what came after it. */
export const balancesOf = async (queries: Queries): Promise<Balances> => {
  const closing = await newest(queries);
  const since = await turnover(queries, closing?.until, undefined);
  return closing === undefined ? since : plus(closing.balances, since);
};

const nextHour = (moment: Date): Date =>
  new Date((Math.floor(moment.getTime() / hourMilliseconds) + 1) * hourMilliseconds);

/** Closes hour after hour; hours without movements are skipped. Any number of replicas may run it: the first one counts. */
export const closeBooks = async (database: Database, now: Date): Promise<void> => {
  const settled = new Date(now.getTime() - settleMilliseconds);
  let closing = await newest(database.drizzle);
  for (let hours = 0; hours < mostHours; hours += 1) {
    const [next] = await database.drizzle
      .select({ at: bookMovements.at })
      .from(bookMovements)
      .where(closing && gte(bookMovements.at, closing.until))
      .orderBy(asc(bookMovements.at))
      .limit(1);
    const until = next && nextHour(next.at);
    if (until === undefined || until > settled) break;
    const balances = plus(
      closing?.balances ?? new Map(),
      await turnover(database.drizzle, closing?.until, until),
    );
    if (!(await save(database, { until, balances }))) break;
    closing = { until, balances };
  }
  await forgetOld(database, new Date(now.getTime() - keptMilliseconds), closing?.until);
};

const save = (database: Database, { until, balances }: Closing): Promise<boolean> =>
  database.drizzle
    .insert(bookClosings)
    .values([...balances].map(([account, balanceCents]) => ({ until, account, balanceCents })))
    .then(
      () => true,
      (error: unknown) => {
        if (isDuplicateEntry(error)) return false;
        throw error;
      },
    );

/** Never the newest. */
const forgetOld = async (
  { drizzle }: Database,
  before: Date,
  newestUntil: Date | undefined,
): Promise<void> => {
  if (newestUntil === undefined) return;
  const old = await drizzle
    .selectDistinct({ until: bookClosings.until })
    .from(bookClosings)
    .where(and(lte(bookClosings.until, before), lt(bookClosings.until, newestUntil)))
    .limit(mostHours);
  if (old.length > 0)
    await drizzle.delete(bookClosings).where(
      inArray(
        bookClosings.until,
        old.map(({ until }) => until),
      ),
    );
};
