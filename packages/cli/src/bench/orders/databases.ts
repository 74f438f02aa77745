import mysql, { type Connection, type RowDataPacket } from "mysql2/promise";
import * as v from "valibot";
import type { Kube } from "../../platform/kube.ts";

/** What an app itself logs in with. */
const Credentials = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ data: v.object({ database: v.string(), username: v.string(), password: v.string() }) }),
);

const clear = (base64: string) => Buffer.from(base64, "base64").toString();

/** Opens the database of an app as the app's own user, over the address of MariaDB's Service. */
export async function openDatabaseOf(kube: Kube, app: string): Promise<Connection> {
  const [host, secret] = await Promise.all([
    kube.kubectl(["-n", "shop-data", "get", "service", "mariadb", "-o", "jsonpath={.spec.clusterIP}"]),
    kube.kubectl(["-n", "shop", "get", "secret", `${app}-database`, "-o", "json"]),
  ]);
  const { database, username, password } = v.parse(Credentials, secret).data;
  return mysql.createConnection({
    host,
    database: clear(database),
    user: clear(username),
    password: clear(password),
    timezone: "Z",
    decimalNumbers: true,
  });
}

/** Rows of a query. The shape is the query's own: it stands in this folder. */
export async function rows<T>(connection: Connection, query: string, values: unknown[] = []): Promise<T[]> {
  const [found] = await connection.query<RowDataPacket[]>(query, values);
  return found as T[];
}

/** The one number that a query counts. */
export async function count(connection: Connection, query: string): Promise<number> {
  const [row] = await rows<{ n: number }>(connection, query);
  return Number(row?.n ?? 0);
}
