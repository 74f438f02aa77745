import mysql, { type Connection, type RowDataPacket } from "mysql2/promise";
import { kubectl, secretValue } from "./kubectl.ts";

/** The apps with a database of their own, and where their Secrets are. */
const namespaces = {
  user: "shop",
  product: "shop",
  inventory: "shop",
  order: "shop",
  payment: "shop",
  logistics: "shop",
  bank: "outside",
  carrier: "outside",
} as const;

/** An app with a database. */
export type Store = keyof typeof namespaces;

const mariadb = () =>
  kubectl("-n", "shop-data", "get", "service", "mariadb", "-o", "jsonpath={.spec.clusterIP}");

/** Opens the database of an app with the app's own user, over the address of MariaDB's Service. */
export const openDatabase = async (app: Store): Promise<Connection> => {
  const value = (key: string) => secretValue(namespaces[app], `${app}-database`, key);
  const [host, database, user, password] = await Promise.all([
    mariadb(),
    value("database"),
    value("username"),
    value("password"),
  ]);
  return mysql.createConnection({ host, database, user, password, timezone: "Z", decimalNumbers: true });
};

/** Rows of a query. */
export const rows = async <T>(database: Connection, query: string, values: unknown[] = []): Promise<T[]> => {
  const [found] = await database.query<RowDataPacket[]>(query, values);
  return found as T[];
};
