import { connect } from "@caravan/database/plain";
import { meshServices } from "@caravan/toolchain";
import type { Connection } from "mysql2/promise";
import { kubectl, secretValue } from "./kubectl.ts";

export { rows } from "@caravan/database/plain";

const mariadb = () =>
  kubectl("-n", "shop-data", "get", "service", "mariadb", "-o", "jsonpath={.spec.clusterIP}");

/** Opens the database of an app with the app's own user, over the address of MariaDB's Service. */
export const openDatabase = async (app: string): Promise<Connection> => {
  const namespace = meshServices().includes(app) ? "shop" : "outside";
  const value = (key: string) => secretValue(namespace, `${app}-database`, key);
  const [host, database, username, password] = await Promise.all([
    mariadb(),
    value("database"),
    value("username"),
    value("password"),
  ]);
  return connect({ host, database, username, password });
};
