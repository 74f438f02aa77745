import { type OrderStatus, orderIsGivenUp, orderStatuses } from "@caravan/contracts";
import { packages, shipments as table } from "@caravan/logistics/schema";
import { asc, gt, inArray } from "drizzle-orm";
import type { AuditOptions, Check, Fault, Reader, Sources } from "../check.ts";
import { orderedGoods } from "../order-lines.ts";
import { type AuditedOrder, goods, orderPages, unknownOrders } from "../orders.ts";
import { type AuditedPayment, paymentsOf } from "../payments.ts";
import { lookUp, pageSize, pages } from "../reading.ts";

const { id, orderId: key, status, dispatchedAt, deliveredAt, returnedAt } = table;

const shipmentsOf = (logistics: Reader, orderIds: readonly string[]) =>
  lookUp(orderIds, (some) =>
    logistics
      .select({ id, key, status, dispatchedAt, deliveredAt, returnedAt })
      .from(table)
      .where(inArray(key, some)),
  );

type Shipment = Pick<
  typeof table.$inferSelect,
  "id" | "status" | "dispatchedAt" | "deliveredAt" | "returnedAt"
>;

/** It has, or had, a shipment; a confirmed one gets it in its next step. */
const isShipped = (status: OrderStatus): boolean =>
  ["committed", "returned"].includes(orderStatuses[status].stock);

/** A dispatched shipment must be paid: the snapshot of logistics was taken first, so this is wrong at any time. */
const unpaid = ({ id, dispatchedAt }: Shipment, payments: readonly AuditedPayment[]): string | undefined => {
  const paid = payments.some(({ capturedCents, amountCents }) => capturedCents === amountCents);
  if (dispatchedAt === null || paid) return undefined;
  return `${id} went out, but nothing was captured for it`;
};

/** The mismatch of an order and its shipment, after the time for events. */
const faultOf = ({ status, steps }: AuditedOrder, shipment: Shipment | undefined, before: Date) => {
  if (!shipment)
    return isShipped(status) && !steps.includes("create-shipment")
      ? `is ${status}, but has no shipment, and none is planned`
      : undefined;
  const is = `${shipment.id} is ${shipment.status}`;
  if (orderIsGivenUp(status)) return shipment.status === "cancelled" ? undefined : `is ${status}, but ${is}`;
  if (!isShipped(status)) return `is ${status}, but ${is}`;
  if (shipment.status === "cancelled" && status !== "cancelling") return `is ${status}, but ${is}`;
  const heardOf = (at: Date | null, ...not: OrderStatus[]) =>
    at === null || at > before || !not.includes(status);
  return heardOf(shipment.dispatchedAt, "confirmed") &&
    heardOf(shipment.deliveredAt, "confirmed", "dispatched") &&
    heardOf(shipment.returnedAt, "confirmed", "dispatched", "delivered", "return-requested")
    ? undefined
    : `is ${status} and has not heard that ${is}`;
};

/** The contents of the packages of these shipments. */
const contentsOf = async ({ logistics }: Pick<Sources, "logistics">, ids: readonly string[]) => {
  const found = await lookUp(ids, (some) =>
    logistics
      .select({ key: packages.shipmentId, lines: packages.lines })
      .from(packages)
      .where(inArray(packages.shipmentId, some)),
  );
  return new Map([...found].map(([id, packed]) => [id, goods(packed.flatMap(({ lines }) => lines))]));
};

const withoutOrder = async ({ order, logistics }: Pick<Sources, "order" | "logistics">): Promise<Fault[]> => {
  const faults: Fault[] = [];
  const after = (last: string) =>
    logistics.select({ id, key }).from(table).where(gt(id, last)).orderBy(asc(id)).limit(pageSize);
  for await (const page of pages("", (shipment) => shipment.id, after)) {
    const unknown = await unknownOrders(
      { order },
      page.map((shipment) => shipment.key),
    );
    for (const { id, key } of page)
      if (unknown.has(key)) faults.push({ id, sentence: `${id} is for ${key}, which is not an order.` });
  }
  return faults;
};

/** Shipments exist exactly for paid orders, with the ordered goods. */
export const shipments = {
  name: "shipments exist exactly for orders that were paid",
  async run(
    sources: Pick<Sources, "order" | "payment" | "logistics">,
    { before }: AuditOptions,
  ): Promise<Fault[]> {
    const faults: Fault[] = await withoutOrder(sources);
    for await (const orders of orderPages(sources)) {
      const ids = orders.map(({ id }) => id);
      const found = await shipmentsOf(sources.logistics, ids);
      const payments = await paymentsOf(sources, [...found.keys()]);
      const lines = await orderedGoods(sources, [...found.keys()]);
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
