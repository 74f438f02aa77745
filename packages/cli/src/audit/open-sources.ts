import { Trouble } from "@caravan/toolchain";
import type { Connection } from "mysql2/promise";
import { openRedis } from "../dlq/open-redis.ts";
import type { Kube } from "../platform/kube.ts";
import type { DatabaseName, Sources } from "./check.ts";
import { openDatabaseOf } from "./connect.ts";

/**
 * The databases in the order in which they are looked at: what follows from something comes before it. A shipment that is seen
 * has an order that is seen, and so on; only what is missing on the other side needs time to arrive.
 */
const inOrder = ["logistics", "order", "payment", "bank", "inventory", "user"] as const;

/** The databases of the shop and its bank, and the broker. */
export interface OpenSources extends Sources {
  close(): Promise<void>;
}

export async function openSources(kube: Kube): Promise<OpenSources> {
  const opened: Connection[] = [];
  const open = async (name: DatabaseName) => {
    const connection = await openDatabaseOf(kube, name, name === "bank" ? "outside" : "shop").catch(
      (error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        throw new Trouble(`The database of ${name} cannot be opened: ${why}`, [
          "Nothing was audited. What runs: ./caravan status; then ./caravan up",
        ]);
      },
    );
    opened.push(connection);
    return [name, connection] as const;
  };
  const close = async () => void (await Promise.all(opened.map((connection) => connection.end())));
  try {
    const databases = Object.fromEntries(await Promise.all(inOrder.map(open))) as Record<
      DatabaseName,
      Connection
    >;
    const redis = await openRedis(kube);
    return {
      ...databases,
      redis,
      async close() {
        redis.disconnect();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Makes every database show itself as it is now, until the next call. */
export async function takeSnapshots(sources: Pick<Sources, DatabaseName>): Promise<void> {
  for (const name of inOrder) {
    await sources[name].query("rollback");
    await sources[name].query("set session transaction isolation level repeatable read");
    // A snapshot waits while the others are read, longer than the server lets a client's transaction rest.
    await sources[name].query("set session /*M!100302 idle_transaction_timeout = 900, */ wait_timeout = 900");
    await sources[name].query("start transaction with consistent snapshot, read only");
  }
}
