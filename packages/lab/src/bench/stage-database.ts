import { openDatabaseOf } from "@caravan/cluster";
import type { Connection } from "mysql2/promise";
import type { Stage } from "./stage.ts";

/** Opens a service's database for as long as the benchmark runs. */
export const openStageDatabase = async ({ kube, atTheEnd }: Stage, app: string): Promise<Connection> => {
  const connection = await openDatabaseOf(kube, app);
  atTheEnd(() => connection.end());
  return connection;
};
