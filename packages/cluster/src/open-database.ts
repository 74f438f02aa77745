import { connect, type DatabaseAddress } from "@caravan/database/plain";
import { namespaces } from "@caravan/toolchain";
import type { Connection } from "mysql2/promise";
import * as v from "valibot";
import type { Kube } from "./kube.ts";
import { readSecret } from "./read-secret.ts";
import { serviceAddress } from "./service-addresses.ts";

/** The app's own credentials. */
const Credentials = v.object({ database: v.string(), username: v.string(), password: v.string() });

/** The address of an app's database by MariaDB's Service, with the app's own user. */
export const databaseAddressOf = async (
  kube: Kube,
  app: string,
  namespace = namespaces.shop,
): Promise<DatabaseAddress> => {
  const [host, credentials] = await Promise.all([
    serviceAddress(kube, namespaces.data, "mariadb"),
    readSecret(kube, namespace, `${app}-database`, Credentials),
  ]);
  return { host, ...credentials };
};

/** Opens the database of an app as the app's own user. */
export const openDatabaseOf = async (
  kube: Kube,
  app: string,
  namespace = namespaces.shop,
): Promise<Connection> => connect(await databaseAddressOf(kube, app, namespace));
