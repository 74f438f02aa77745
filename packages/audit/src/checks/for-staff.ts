import { shipments } from "@caravan/logistics/schema";
import { orders } from "@caravan/order/schema";
import { payments } from "@caravan/payment/schema";
import { isNotNull } from "drizzle-orm";
import type { Check, Fault, Sources } from "../check.ts";

type Shop = Pick<Sources, "order" | "payment" | "logistics">;

/** Cases that the services have left to staff. */
const cases = async ({ order, payment, logistics }: Shop): Promise<{ id: string; why: string | null }[]> => {
  const troubles = await payment
    .select({ id: payments.id, kind: payments.troubleKind, reason: payments.troubleReason })
    .from(payments)
    .where(isNotNull(payments.troubleKind));
  return [
    ...(await order
      .select({ id: orders.id, why: orders.attention })
      .from(orders)
      .where(isNotNull(orders.attention))),
    ...troubles.map(({ id, kind, reason }) => ({ id, why: `${kind}: ${reason ?? ""}` })),
    ...(await logistics
      .select({ id: shipments.id, why: shipments.stopped })
      .from(shipments)
      .where(isNotNull(shipments.stopped))),
  ];
};

/** Attempts are bounded: work that they did not complete waits for staff, and must not be overlooked. */
export const forStaff = {
  name: "nothing waits for a decision of staff",
  async run(sources: Shop): Promise<Fault[]> {
    return (await cases(sources)).map(({ id, why }) => ({
      id,
      sentence: `${id} waits for a decision of staff: ${why}.`,
    }));
  },
} satisfies Check;
