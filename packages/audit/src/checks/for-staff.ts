import { rows } from "@caravan/database/plain";
import type { Check, DatabaseName, Fault, Sources } from "../check.ts";

/** What a service gave up trying, and says so. */
const cases: readonly { database: DatabaseName; query: string }[] = [
  { database: "order", query: "select id, attention why from orders where attention is not null" },
  {
    database: "payment",
    query:
      "select id, concat(trouble_kind, ': ', coalesce(trouble_reason, '')) why from payments where trouble_kind is not null",
  },
  { database: "logistics", query: "select id, stopped why from shipments where stopped is not null" },
];

/** Attempts are bounded: what did not come to its end by them waits for a person, and is not to be forgotten. */
export const forStaff = {
  name: "nothing waits for a decision of staff",
  async run(sources: Pick<Sources, "order" | "payment" | "logistics">): Promise<Fault[]> {
    const faults: Fault[] = [];
    for (const { database, query } of cases)
      for (const { id, why } of await rows<{ id: string; why: string }>(
        sources[database as keyof typeof sources],
        query,
      ))
        faults.push({ id, sentence: `${id} waits for a decision of staff: ${why}.` });
    return faults;
  },
} satisfies Check;
