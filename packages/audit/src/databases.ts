import { connect, type DatabaseAddress } from "@caravan/database/plain";
import type { Connection } from "mysql2/promise";
import type { DatabaseName, Sources } from "./check.ts";

/**
 * The databases in the order in which they are looked at: what follows from something comes before it. A shipment that is seen
 * has an order that is seen, and so on; only what is missing on the other side needs time to arrive.
 */
const inOrder = ["logistics", "order", "payment", "bank", "inventory", "user"] as const;

/** The databases of the shop and its bank. */
export interface OpenDatabases extends Pick<Sources, DatabaseName> {
  close(): Promise<void>;
}

/** A database cannot be opened, so nothing is known of the shop. */
export class DatabaseClosed extends Error {
  override name = "DatabaseClosed";
}

/**
 * Opens all databases, or none.
 *
 * @throws DatabaseClosed
 */
export async function openDatabases(
  addressOf: (name: DatabaseName) => Promise<DatabaseAddress>,
): Promise<OpenDatabases> {
  const opened: Connection[] = [];
  const open = async (name: DatabaseName): Promise<Connection> => {
    try {
      const connection = await connect(await addressOf(name));
      opened.push(connection);
      return connection;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new DatabaseClosed(`The database of ${name} cannot be opened: ${why}`, { cause: error });
    }
  };
  const close = async () => void (await Promise.all(opened.map((connection) => connection.end())));
  try {
    return {
      logistics: await open("logistics"),
      order: await open("order"),
      payment: await open("payment"),
      bank: await open("bank"),
      inventory: await open("inventory"),
      user: await open("user"),
      close,
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
