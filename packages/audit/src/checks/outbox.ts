import { rows } from "@caravan/database/plain";
import type { AuditOptions, Check, DatabaseName, Fault, Sources } from "../check.ts";

/** Services that publish events. */
const publishers = ["order", "payment", "logistics", "user"] as const satisfies DatabaseName[];

interface Row {
  id: string;
  topic: string;
  aggregate_id: string;
  created_at: Date;
  attempts: number;
  last_error: string | null;
}

const late =
  "select id, topic, aggregate_id, created_at, attempts, last_error from outbox where created_at < ? order by position";

/** The outbox holds only what is still to be published. */
export const outbox = {
  name: "every event is published in time",
  async run(sources: Pick<Sources, (typeof publishers)[number]>, { before }: AuditOptions): Promise<Fault[]> {
    const faults: Fault[] = [];
    for (const app of publishers)
      for (const event of await rows<Row>(sources[app], late, [before])) {
        const tried = event.attempts === 0 ? "" : ` (tried ${event.attempts}×: ${event.last_error})`;
        faults.push({
          id: event.id,
          sentence: `${app} has not published ${event.topic} of ${event.aggregate_id} since ${event.created_at.toISOString()}${tried}.`,
        });
      }
    return faults;
  },
} satisfies Check;
