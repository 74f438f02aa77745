import type { Kube } from "@caravan/cluster";
import { readSecret } from "@caravan/cluster";
import mysql, { type Connection, type RowDataPacket } from "mysql2/promise";
import * as v from "valibot";

/** What an app itself logs in with. */
const Credentials = v.object({ database: v.string(), username: v.string(), password: v.string() });

/** Connects to a database the way everything here does: UTC, and sums as numbers. */
const connect = (options: {
  host: string;
  port?: number;
  database: string;
  user: string;
  password: string;
}): Promise<Connection> => mysql.createConnection({ ...options, timezone: "Z", decimalNumbers: true });

/** Where the database of an app is, over the address of MariaDB's Service, and the app's own user. */
export async function addressOf(kube: Kube, app: string, namespace = "shop") {
  const service = ["-n", "shop-data", "get", "service", "mariadb", "-o", "jsonpath={.spec.clusterIP}"];
  const [host, credentials] = await Promise.all([
    kube.kubectl(service),
    readSecret(kube, namespace, `${app}-database`, Credentials),
  ]);
  return { host, ...credentials };
}

/** Opens the database of an app as the app's own user. */
export async function openDatabaseOf(kube: Kube, app: string, namespace = "shop"): Promise<Connection> {
  const { username: user, ...address } = await addressOf(kube, app, namespace);
  return connect({ ...address, user });
}

/** Rows of a query. The shape is the query's own: it stands beside it. */
export async function rows<T>(connection: Connection, query: string, values: unknown[] = []): Promise<T[]> {
  const [found] = await connection.query<RowDataPacket[]>(query, values);
  return found as T[];
}
