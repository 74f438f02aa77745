import { Refusal } from "@caravan/contracts";
import { sql } from "drizzle-orm";
import type { Database } from "../open-database.ts";
import { outboxTable } from "./outbox-table.ts";

/** Most events of an outbox, some 1 KB each. Reached when the broker is down or full for hours. */
export const mostPendingEvents = 500_000;

/** The relays of this process whose outbox is full. */
const full = new Set<object>();

/** Notes whether a relay's outbox takes more events. */
export const noteRoom = (relay: object, hasRoom: boolean): void => {
  if (hasRoom) full.delete(relay);
  else full.add(relay);
};

/** @throws Refusal `events-backed-up`: a change whose events cannot be published must not be made. */
export const requireRoom = (): void => {
  if (full.size === 0) return;
  throw new Refusal({
    kind: "unavailable",
    code: "events-backed-up",
    detail: "Too much waits to be passed on to other parts of the shop. Try again in a minute.",
    retryAfterSeconds: 60,
  });
};

/** Approximate number of events that wait: the span of their positions, found without counting. */
export const pendingSpan = async (database: Pick<Database, "drizzle">): Promise<number> => {
  const [row] = await database.drizzle
    .select({
      span: sql`coalesce(max(${outboxTable.position}) - min(${outboxTable.position}) + 1, 0)`.mapWith(Number),
    })
    .from(outboxTable);
  return row?.span ?? 0;
};
