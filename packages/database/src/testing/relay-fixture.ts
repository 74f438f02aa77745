import { sql } from "drizzle-orm";
import { appendOutbox } from "../outbox/append-outbox.ts";
import { type OutboxRelay, type OutboxRelayOptions, startOutboxRelay } from "../outbox/start-outbox-relay.ts";
import { messagingMigrations } from "./messaging-migrations.ts";
import { openTestDatabase, type TestDatabase } from "./open-test-database.ts";

/** A fresh outbox, and relays that work on it at a test's pace. */
export interface RelayFixture extends TestDatabase {
  start(options: Partial<OutboxRelayOptions> & Pick<OutboxRelayOptions, "publish">): OutboxRelay;
  append(aggregateId: string, n?: number, traceparent?: string): Promise<void>;
  /** How many events are not yet published. */
  left(): Promise<number>;
  /** Stops the relays and empties the outbox. */
  reset(): Promise<void>;
}

/** Opens one per test file. */
export const openRelayFixture = async (): Promise<RelayFixture> => {
  const fixture = await openTestDatabase({ migrationsFolder: messagingMigrations });
  const { database } = fixture;
  const relays: OutboxRelay[] = [];
  return {
    ...fixture,
    start(options) {
      const relay = startOutboxRelay({
        database,
        source: "/caravan/test",
        paceSeconds: 0.001,
        idleSeconds: 0.02,
        longestPauseSeconds: 0.05,
        ...options,
      });
      relays.push(relay);
      return relay;
    },
    append: (aggregateId, n = 1, traceparent) =>
      database.transaction((tx) =>
        appendOutbox(tx, { topic: "thing.changed.v1", aggregateId, data: { n }, traceparent }),
      ),
    async left() {
      const [rows] = await database.drizzle.execute(sql`select position from outbox`);
      return Array.isArray(rows) ? rows.length : Number.NaN;
    },
    async reset() {
      await Promise.all(relays.splice(0).map((relay) => relay.stop()));
      await database.drizzle.execute(sql`delete from outbox`);
    },
  };
};
