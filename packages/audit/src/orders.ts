import type { OrderStatus } from "@caravan/contracts";
import { rows } from "@caravan/database/plain";
import type { Connection } from "mysql2/promise";
import type { Sources } from "./check.ts";

/** An order as the checks see it. */
export interface AuditedOrder {
  id: string;
  status: OrderStatus;
  totalCents: number;
  refundedCents: number;
  reservationId: string | null;
  paymentId: string | null;
  shipmentId: string | null;
  /** What is still to be done. */
  steps: string[];
  /** Whether the steps wait for staff. */
  isParked: boolean;
  /** When anything was last noted of it. */
  changedAt: Date;
  /** Whether a refund was asked for, by the shopper or by staff. */
  refundWanted: boolean;
}

type Row = Omit<AuditedOrder, "steps" | "isParked" | "refundWanted"> & {
  steps: string;
  isParked: number;
  refundWanted: number;
};

/** Orders of a page; ids of so many fit into one query. */
export const pageSize = 2000;

const page = `
  select o.id, o.status, o.total_cents totalCents, o.refunded_cents refundedCents, o.reservation_id reservationId,
         o.payment_id paymentId, o.shipment_id shipmentId, o.steps,
         (o.steps <> '' and o.next_attempt_at is null) isParked,
         exists (select 1 from order_timeline w where w.order_id = o.id and w.what = 'refund wanted') refundWanted,
         coalesce((select max(t.at) from order_timeline t where t.order_id = o.id), o.placed_at) changedAt
    from orders o where o.id > ? order by o.id limit ?`;

/** All orders, a page at a time. */
export async function* orderPages({ order }: Pick<Sources, "order">): AsyncGenerator<AuditedOrder[]> {
  for (let last = ""; ; ) {
    const found = await rows<Row>(order, page, [last, pageSize]);
    if (found.length > 0)
      yield found.map((row) => ({
        ...row,
        steps: row.steps.split(",").filter((step) => step !== ""),
        isParked: row.isParked === 1,
        refundWanted: row.refundWanted === 1,
      }));
    const end = found.at(-1);
    if (!end || found.length < pageSize) return;
    last = end.id;
  }
}

/** Rows that belong to these keys, by the key; `query` has one place, for the list of them. */
export async function lookUp<T extends { key: string }>(
  connection: Connection,
  query: string,
  keys: readonly string[],
): Promise<Map<string, T[]>> {
  const found: T[] = [];
  for (let first = 0; first < keys.length; first += pageSize)
    found.push(...(await rows<T>(connection, query, [keys.slice(first, first + pageSize)])));
  return Map.groupBy(found, ({ key }) => key);
}

/** Of these order ids those that are no order. */
export async function unknownOrders(
  { order }: Pick<Sources, "order">,
  ids: readonly string[],
): Promise<Set<string>> {
  const known = await lookUp<{ key: string }>(order, "select id `key` from orders where id in (?)", ids);
  return new Set(ids.filter((id) => !known.has(id)));
}

/** Goods of an order, in one word that can be compared: `CAR-0001×2, CAR-0007×1`. */
export function goods(lines: readonly { sku: string; quantity: number }[]): string {
  const pieces = new Map<string, number>();
  for (const { sku, quantity } of lines) pieces.set(sku, (pieces.get(sku) ?? 0) + quantity);
  return [...pieces]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([sku, quantity]) => `${sku}×${quantity}`)
    .join(", ");
}

/** Statuses of orders whose money is ours and whose goods are theirs. */
export const paid: ReadonlySet<OrderStatus> = new Set([
  "confirmed",
  "dispatched",
  "delivered",
  "cancelling",
  "return-requested",
]);

/** Statuses of orders that were given up: no money may stay, no stock may be held. */
export const givenUp: ReadonlySet<OrderStatus> = new Set(["cancelled", "expired", "payment-failed"]);

/** Money as it stands in a sentence: cents, so that it can be searched for. */
export const cents = (amount: number): string => `${amount} cents`;
