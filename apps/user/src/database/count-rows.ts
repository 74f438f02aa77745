import type { Database } from "@caravan/database";
import { sql } from "drizzle-orm";
import * as v from "valibot";

const Rows = v.array(
  v.object({ name: v.string(), count: v.pipe(v.unknown(), v.transform(Number), v.number()) }),
);

/** The approximate rows of each table: the server's estimate, since counting would read them all. */
export const countRows = async ({ drizzle }: Pick<Database, "drizzle">): Promise<Map<string, number>> => {
  const [rows] = await drizzle.execute(
    sql`select table_name as name, coalesce(table_rows, 0) as count from information_schema.tables where table_schema = database() and table_type = 'BASE TABLE'`,
  );
  return new Map(v.parse(Rows, rows).map(({ name, count }) => [name, count]));
};
