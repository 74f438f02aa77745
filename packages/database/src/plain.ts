import mysql, { type Connection, type RowDataPacket } from "mysql2/promise";

/** Address of a database, and the credentials. */
export interface DatabaseAddress {
  host: string;
  port?: number;
  database: string;
  username: string;
  password: string;
}

/** One connection without Drizzle, for tools that look into databases of several apps: UTC, and sums as numbers. */
export const connect = ({ host, port, database, username, password }: DatabaseAddress): Promise<Connection> =>
  mysql.createConnection({
    ...{ host, port: port ?? 3306, database, user: username, password },
    ...{ timezone: "Z", decimalNumbers: true },
  });

/** Rows of a query. The caller states their shape beside the query. */
export const rows = async <T>(
  connection: Connection,
  query: string,
  values: unknown[] = [],
): Promise<T[]> => {
  const [found] = await connection.query<RowDataPacket[]>(query, values);
  return found as T[];
};
