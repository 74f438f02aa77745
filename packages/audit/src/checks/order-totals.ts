import { orderLines, orders } from "@caravan/order/schema";
import { eq, inArray, isNull, sql } from "drizzle-orm";
import type { Check, Fault, Reader, Sources } from "../check.ts";
import { cents, orderPages } from "../orders.ts";
import { paymentsOf } from "../payments.ts";
import { lookUp, total } from "../reading.ts";

/** A line at list price. */
const full = sql`${orderLines.priceCents} * ${orderLines.quantity}`;

/** The sums of the lines of these orders, by order id, and the number of invalid lines. */
const sumsOf = (order: Reader, orderIds: readonly string[]) =>
  lookUp(orderIds, (some) =>
    order
      .select({
        key: orderLines.orderId,
        total: total(sql`${full} - ${orderLines.discountCents}`),
        bad: total(
          sql`${orderLines.quantity} < 1 or ${orderLines.priceCents} < 0 or ${orderLines.discountCents} not between 0 and ${full}`,
        ),
      })
      .from(orderLines)
      .where(inArray(orderLines.orderId, some))
      .groupBy(orderLines.orderId),
  );

/** Lines keep price and discount of the time of sale and are never changed; the payment is for their sum. */
export const orderTotals = {
  name: "order totals equal their lines at the price of that moment, and what payment asks for",
  async run(sources: Pick<Sources, "order" | "payment">): Promise<Fault[]> {
    const lost = await sources.order
      .selectDistinct({ id: orderLines.orderId })
      .from(orderLines)
      .leftJoin(orders, eq(orders.id, orderLines.orderId))
      .where(isNull(orders.id));
    const faults: Fault[] = lost.map(({ id }) => ({
      id,
      sentence: `Lines belong to ${id}, which is not an order.`,
    }));
    for await (const page of orderPages(sources)) {
      const ids = page.map(({ id }) => id);
      const lines = await sumsOf(sources.order, ids);
      const payments = await paymentsOf(sources, ids);
      for (const { id, totalCents } of page) {
        const [sum] = lines.get(id) ?? [];
        if (!sum) faults.push({ id, sentence: `${id} costs ${cents(totalCents)} and has no line.` });
        else if (sum.total !== totalCents || sum.bad > 0)
          faults.push({
            id,
            sentence: `${id} costs ${cents(totalCents)}; its lines sum up to ${sum.total}.`,
          });
        for (const payment of payments.get(id) ?? [])
          if (payment.amountCents !== totalCents)
            faults.push({
              id,
              sentence: `${id} costs ${cents(totalCents)}; ${payment.id} is for ${payment.amountCents}.`,
            });
      }
    }
    return faults;
  },
} satisfies Check;
