import { connect, type DatabaseAddress } from "@caravan/database/plain";
import { drizzle } from "drizzle-orm/mysql2";
import type { Connection } from "mysql2/promise";
import type { DatabaseName, Reader } from "./check.ts";

/** A database cannot be opened, so the state of the shop is unknown. */
export class DatabaseClosed extends Error {
  override name = "DatabaseClosed";
}

/** The databases of the shop and its bank. */
export interface Databases {
  readers: Record<DatabaseName, Reader>;
  /** Takes a new snapshot of every database, until the next call. */
  takeSnapshots(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens all databases, or none.
 *
 * @throws DatabaseClosed
 */
export const openDatabases = async (
  addressOf: (name: DatabaseName) => Promise<DatabaseAddress>,
): Promise<Databases> => {
  const opened: Connection[] = [];
  const open = async (name: DatabaseName): Promise<Reader> => {
    try {
      const connection = await connect(await addressOf(name));
      opened.push(connection);
      return drizzle({ client: connection });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new DatabaseClosed(`The database of ${name} cannot be opened: ${why}`, { cause: error });
    }
  };
  const close = async () => void (await Promise.all(opened.map((connection) => connection.end())));
  try {
    return {
      // In the order of the snapshots: effects before their causes. A shipment that is seen has an
      // order that is seen, and so on; only what is missing on the other side needs time to arrive.
      readers: {
        logistics: await open("logistics"),
        order: await open("order"),
        payment: await open("payment"),
        bank: await open("bank"),
        inventory: await open("inventory"),
        user: await open("user"),
        flash: await open("flash"),
        promotion: await open("promotion"),
      },
      async takeSnapshots() {
        for (const connection of opened) await takeSnapshot(connection);
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
};

const takeSnapshot = async (connection: Connection): Promise<void> => {
  await connection.query("rollback");
  await connection.query("set session transaction isolation level repeatable read");
  // A snapshot is idle while the others are read, longer than the server allows for transactions of services.
  await connection.query("set session /*M!100302 idle_transaction_timeout = 900, */ wait_timeout = 900");
  await connection.query("start transaction with consistent snapshot, read only");
};
