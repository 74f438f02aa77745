import * as logistics from "@caravan/logistics/schema";
import * as order from "@caravan/order/schema";
import * as payment from "@caravan/payment/schema";
import * as user from "@caravan/user/schema";
import { asc, lt } from "drizzle-orm";
import type { AuditOptions, Check, Fault, Sources } from "../check.ts";

/** Services that publish events. */
const outboxes = {
  order: order.outbox,
  payment: payment.outbox,
  logistics: logistics.outbox,
  user: user.outbox,
};
const publishers = ["order", "payment", "logistics", "user"] as const;

/** The outbox holds only unpublished events. */
export const outbox = {
  name: "every event is published in time",
  async run(sources: Pick<Sources, (typeof publishers)[number]>, { before }: AuditOptions): Promise<Fault[]> {
    const faults: Fault[] = [];
    for (const app of publishers) {
      const { id, topic, aggregateId, createdAt, attempts, lastError } = outboxes[app];
      const late = await sources[app]
        .select({ id, topic, aggregateId, createdAt, attempts, lastError })
        .from(outboxes[app])
        .where(lt(createdAt, before))
        .orderBy(asc(outboxes[app].position));
      for (const event of late) {
        const tried = event.attempts === 0 ? "" : ` (tried ${event.attempts}×: ${event.lastError})`;
        faults.push({
          id: event.id,
          sentence: `${app} has not published ${event.topic} of ${event.aggregateId} since ${event.createdAt.toISOString()}${tried}.`,
        });
      }
    }
    return faults;
  },
} satisfies Check;
