import { connect } from "@caravan/database/plain";
import type { Connection } from "mysql2/promise";
import { kubectl, secretValue } from "./kubectl.ts";

export { rows } from "@caravan/database/plain";

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
  const [host, database, username, password] = await Promise.all([
    mariadb(),
    value("database"),
    value("username"),
    value("password"),
  ]);
  return connect({ host, database, username, password });
};
