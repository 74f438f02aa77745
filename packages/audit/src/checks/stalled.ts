import { rows } from "@caravan/database/plain";
import type { AuditOptions, Check, DatabaseName, Fault, Sources } from "../check.ts";

/** With pauses that double up to a minute, so many attempts are half an hour: longer than any part may be away. */
const mostAttempts = 30;
/** The pauses between questions to the carrier grow to hours: so many without news are two weeks. */
const mostPolls = 60;
/** What is asked for takes this long at most, however few attempts it had. */
const longestHours = 24;

/** Work that is planned and never gets done. `?` stands for the moment before which it was begun at the latest. */
interface Rule {
  readonly database: DatabaseName;
  readonly query: string;
  readonly sentence: string;
}

const rules: readonly Rule[] = [
  {
    database: "order",
    query: `select o.id, o.attempts, o.steps what from orders o
             where o.steps <> '' and (o.attempts >= ${mostAttempts}
                   or coalesce((select max(t.at) from order_timeline t where t.order_id = o.id), o.placed_at) < ?)`,
    sentence: "is still to be done",
  },
  {
    database: "payment",
    query: `select id, attempts, case when reserved_cents > refunded_cents then 'refund' when cancel_requested then 'cancellation'
                                      when capture_requested then 'capture' else 'confirmation' end what
              from payments
             where (attempts >= ${mostAttempts} or created_at < ?)
               and (suspect or reserved_cents > refunded_cents or status = 'requires-confirmation'
                    or (status = 'authorised' and (cancel_requested or capture_requested)))`,
    sentence: "is still to be done",
  },
  {
    database: "logistics",
    query: `select id, failures attempts, 'announcement' what from shipments
             where work = 'announce' and stopped is null and (failures >= ${mostAttempts} or created_at < ?)`,
    sentence: "is still to be done",
  },
  {
    database: "logistics",
    query: `select id, failures attempts, 'news from the carrier' what from shipments
             where work = 'poll' and stopped is null and (failures >= ${mostAttempts} or quiet_polls >= ${mostPolls})
               and created_at < ?`,
    sentence: "is still awaited",
  },
];

/** What is tried again and again without success counts as broken, however well the next attempt is planned. */
export const stalled = {
  name: "nothing is tried for ever",
  async run(
    sources: Pick<Sources, "order" | "payment" | "logistics">,
    { before }: AuditOptions,
  ): Promise<Fault[]> {
    const begun = new Date(before.getTime() - longestHours * 3_600_000);
    const faults: Fault[] = [];
    for (const { database, query, sentence } of rules) {
      const found = await rows<{ id: string; attempts: number; what: string }>(
        sources[database as keyof typeof sources],
        query,
        [begun],
      );
      for (const { id, attempts, what } of found)
        faults.push({ id, sentence: `${id}: ${what} ${sentence} after ${attempts} attempts.` });
    }
    return faults;
  },
} satisfies Check;
