import { MySqlDialect } from "drizzle-orm/mysql-core";
import type { MySqlPreparedQueryConfig, PreparedQueryKind } from "drizzle-orm/mysql-core/session";
import { MySql2Database } from "drizzle-orm/mysql2";
import { type MySql2Client, type MySql2PreparedQueryHKT, MySql2Session } from "drizzle-orm/mysql2/session";
import type { Connections } from "./connections.ts";
import { translateError } from "./errors.ts";
import type { Connection } from "./held-connection.ts";

/**
 * Drizzle's query builder over the pool or over one transaction. Left out: `query`, because relational queries need
 * lateral joins that MariaDB does not have, and `transaction`, because `Database.transaction` is the one that retries.
 */
export type Queries = Omit<MySql2Database, "query" | "transaction">;

const dialect = new MySqlDialect();

/** Drizzle's own session, with errors translated in the one place that every query passes. */
class Session extends MySql2Session<Record<string, unknown>, Record<string, never>> {
  override prepareQuery<T extends MySqlPreparedQueryConfig>(
    ...[query, fields, mapper, generated, returning, metadata, cache]: Parameters<
      typeof MySql2Session.prototype.prepareQuery<T>
    >
  ): PreparedQueryKind<MySql2PreparedQueryHKT, T> {
    const prepared = super.prepareQuery<T>(query, fields, mapper, generated, returning, metadata, cache);
    const execute = prepared.execute.bind(prepared);
    prepared.execute = (values) =>
      execute(values).catch((error: unknown) => {
        throw translateError(error);
      });
    return prepared;
  }
}

/** Drizzle over a pool or a connection. For what {@link Queries} has, Drizzle calls only the client's `query`. */
export const queriesOver = (client: Pick<Connections | Connection, "query">): Queries => {
  const session = new Session(client as unknown as MySql2Client, dialect, undefined, { mode: "default" });
  return new MySql2Database(dialect, session, undefined, "default");
};
