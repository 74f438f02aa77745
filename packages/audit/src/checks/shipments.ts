import type { OrderStatus, ShipmentStatus } from "@caravan/contracts";
import { rows } from "@caravan/database/plain";
import * as v from "valibot";
import type { AuditOptions, Check, Fault, Sources } from "../check.ts";
import { type AuditedOrder, givenUp, goods, lookUp, orderPages, pageSize } from "../orders.ts";
import { type AuditedPayment, paymentsOf } from "../payments.ts";

interface Shipment {
  id: string;
  key: string;
  status: ShipmentStatus;
  dispatchedAt: Date | null;
  deliveredAt: Date | null;
  returnedAt: Date | null;
}

const columns = `
  select id, order_id \`key\`, status, dispatched_at dispatchedAt, delivered_at deliveredAt, returned_at returnedAt
    from shipments`;
const packed = "select shipment_id `key`, content from packages where shipment_id in (?)";
const ordered = "select order_id `key`, sku, quantity from order_lines where order_id in (?)";
const Content = v.array(v.object({ sku: v.string(), quantity: v.number() }));

/** Statuses of orders that have, or had, a shipment; a confirmed one gets it in its next step. */
const shipped: ReadonlySet<OrderStatus> = new Set([
  "confirmed",
  "dispatched",
  "delivered",
  "cancelling",
  "return-requested",
  "returned",
  "refunded",
]);

/** What went out must have been paid: logistics was looked at first, so this is wrong at any time. */
function unpaid({ id, dispatchedAt }: Shipment, payments: readonly AuditedPayment[]): string | undefined {
  const paid = payments.some(({ capturedCents, amountCents }) => capturedCents === amountCents);
  if (dispatchedAt === null || paid) return undefined;
  return `${id} went out, but nothing was captured for it`;
}

/** What is wrong between an order and its shipment, now that both had time to hear of each other. */
function faultOf({ status, steps }: AuditedOrder, shipment: Shipment | undefined, before: Date) {
  if (!shipment)
    return shipped.has(status) && !steps.includes("create-shipment")
      ? `is ${status}, but has no shipment, and nobody is about to make one`
      : undefined;
  const is = `${shipment.id} is ${shipment.status}`;
  if (givenUp.has(status)) return shipment.status === "cancelled" ? undefined : `is ${status}, but ${is}`;
  if (!shipped.has(status)) return `is ${status}, but ${is}`;
  if (shipment.status === "cancelled" && status !== "cancelling") return `is ${status}, but ${is}`;
  const heardOf = (at: Date | null, ...not: OrderStatus[]) =>
    at === null || at > before || !not.includes(status);
  return heardOf(shipment.dispatchedAt, "confirmed") &&
    heardOf(shipment.deliveredAt, "confirmed", "dispatched") &&
    heardOf(shipment.returnedAt, "confirmed", "dispatched", "delivered", "return-requested")
    ? undefined
    : `is ${status} and has not heard that ${is}`;
}

/** Goods go out exactly for orders that were paid, and just those that were ordered. */
export const shipments = {
  name: "shipments exist exactly for orders that were paid",
  async run(
    sources: Pick<Sources, "order" | "payment" | "logistics">,
    { before }: AuditOptions,
  ): Promise<Fault[]> {
    const faults: Fault[] = await withoutOrder(sources);
    for await (const orders of orderPages(sources)) {
      const ids = orders.map(({ id }) => id);
      const found = await lookUp<Shipment>(sources.logistics, `${columns} where order_id in (?)`, ids);
      const payments = await paymentsOf(sources, [...found.keys()]);
      const lines = await lookUp<{ key: string; sku: string; quantity: number }>(sources.order, ordered, [
        ...found.keys(),
      ]);
      const contents = await contentsOf(
        sources,
        [...found.values()].flat().map(({ id }) => id),
      );
      for (const order of orders) {
        const [shipment] = found.get(order.id) ?? [];
        const add = (sentence: string) => faults.push({ id: order.id, sentence });
        const gone = shipment && unpaid(shipment, payments.get(order.id) ?? []);
        const fault = order.changedAt <= before ? faultOf(order, shipment, before) : undefined;
        if (gone) add(`${order.id}: ${gone}.`);
        else if (fault) add(`${order.id} ${fault}.`);
        if (!shipment) continue;
        const [want, hold] = [goods(lines.get(order.id) ?? []), contents.get(shipment.id) ?? "nothing"];
        if (want !== hold) add(`${order.id} is for ${want}; ${shipment.id} holds ${hold}.`);
      }
    }
    return faults;
  },
} satisfies Check;

/** What is in the packages of these shipments. */
async function contentsOf({ logistics }: Pick<Sources, "logistics">, ids: readonly string[]) {
  const found = await lookUp<{ key: string; content: unknown }>(logistics, packed, ids);
  const lines = (content: unknown) =>
    v.parse(Content, typeof content === "string" ? JSON.parse(content) : content);
  return new Map(
    [...found].map(([id, packages]) => [id, goods(packages.flatMap(({ content }) => lines(content)))]),
  );
}

async function withoutOrder({ order, logistics }: Pick<Sources, "order" | "logistics">): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (let last = ""; ; ) {
    const page = await rows<Shipment>(logistics, `${columns} where id > ? order by id limit ?`, [
      last,
      pageSize,
    ]);
    const known = await lookUp<{ key: string }>(
      order,
      "select id `key` from orders where id in (?)",
      page.map(({ key }) => key),
    );
    for (const { id, key } of page)
      if (!known.has(key)) faults.push({ id, sentence: `${id} is for ${key}, which is no order.` });
    const end = page.at(-1);
    if (!end || page.length < pageSize) return faults;
    last = end.id;
  }
}
