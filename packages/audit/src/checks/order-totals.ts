import { rows } from "@caravan/database/plain";
import type { Check, Fault, Sources } from "../check.ts";
import { cents, lookUp, orderPages } from "../orders.ts";
import { paymentsOf } from "../payments.ts";

interface Sum {
  /** The order's id. */
  key: string;
  lines: number;
  total: number;
  bad: number;
}

const sums = `
  select order_id \`key\`, count(*) \`lines\`, sum(price_cents * quantity) total, sum(quantity < 1 or price_cents < 0) bad
    from order_lines where order_id in (?) group by order_id`;

const homeless = `
  select distinct l.order_id id from order_lines l left join orders o on o.id = l.order_id where o.id is null`;

/** Lines keep the price of the moment of sale and are never changed; the payment asks for their sum. */
export const orderTotals = {
  name: "order totals equal their lines at the price of that moment, and what payment asks for",
  async run(sources: Pick<Sources, "order" | "payment">): Promise<Fault[]> {
    const lost = await rows<{ id: string }>(sources.order, homeless);
    const faults: Fault[] = lost.map(({ id }) => ({
      id,
      sentence: `Lines belong to ${id}, which is no order.`,
    }));
    for await (const orders of orderPages(sources)) {
      const ids = orders.map(({ id }) => id);
      const lines = await lookUp<Sum>(sources.order, sums, ids);
      const payments = await paymentsOf(sources, ids);
      for (const { id, totalCents } of orders) {
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
              sentence: `${id} costs ${cents(totalCents)}; ${payment.id} asks for ${payment.amountCents}.`,
            });
      }
    }
    return faults;
  },
} satisfies Check;
