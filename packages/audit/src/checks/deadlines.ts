import { rows } from "@caravan/database/plain";
import type { AuditOptions, Check, DatabaseName, Fault, Sources } from "../check.ts";

/** Something that waits for nobody: `:before` stands for the moment until which it should have been done. */
interface Rule {
  database: DatabaseName;
  query: string;
  sentence: string;
}

const final = "('delivered', 'cancelled', 'payment-failed', 'expired', 'refunded')";

const rules: Rule[] = [
  {
    database: "order",
    query: `select id, status from orders where deadline_at < :before and status not in ${final}
             and (next_attempt_at is null or next_attempt_at < :before)`,
    sentence: "is past its deadline, and nobody is about to try anything",
  },
  {
    database: "order",
    query:
      "select id, status from orders where next_attempt_at < :before and (deadline_at is null or deadline_at >= :before)",
    sentence: "has a step that is due, and nobody takes it",
  },
  {
    database: "order",
    query:
      "select id, status from orders where steps <> '' and next_attempt_at is null and deadline_at is null",
    sentence: "has steps left that nobody will ever take",
  },
  {
    database: "order",
    query: `select id, status from orders where status not in ${final} and steps = '' and deadline_at is null and placed_at < :before`,
    sentence: "waits for something without a deadline",
  },
  {
    database: "payment",
    query: "select id, status from payments where due_at < :before",
    sentence: "is due to be looked at, and nobody does",
  },
  {
    database: "payment",
    query: `select id, status from payments where due_at is null
             and (status = 'requires-confirmation' or suspect or reserved_cents > refunded_cents
                  or (cancel_requested and status not in ('declined', 'cancelled'))
                  or (capture_requested and status = 'authorised'))`,
    sentence: "is unfinished, and nobody will look at it again",
  },
  {
    database: "logistics",
    query: "select id, status from shipments where due_at < :before",
    sentence: "is due to be announced or asked for, and nobody does",
  },
  {
    database: "logistics",
    query:
      "select id, status from shipments where due_at is null and status not in ('delivered', 'returned', 'cancelled')",
    sentence: "is on its way, and nobody will ask for it again",
  },
  {
    database: "inventory",
    query: "select id, status from reservations where status = 'held' and expires_at < :before",
    sentence: "should have expired, and holds stock all the same",
  },
];

/** Whatever is unfinished has somebody who will take it up, and soon enough. */
export const deadlines = {
  name: "nothing is past its deadline without a retry planned",
  async run(
    sources: Pick<Sources, "order" | "payment" | "logistics" | "inventory">,
    { before }: AuditOptions,
  ): Promise<Fault[]> {
    const faults: Fault[] = [];
    for (const { database, query, sentence } of rules) {
      const places = query.match(/:before/g) ?? [];
      const found = await rows<{ id: string; status: string }>(
        sources[database as keyof typeof sources],
        query.replaceAll(":before", "?"),
        places.map(() => before),
      );
      faults.push(...found.map(({ id, status }) => ({ id, sentence: `${id} (${status}) ${sentence}.` })));
    }
    return faults;
  },
} satisfies Check;
