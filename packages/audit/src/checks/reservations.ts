import type { ReservationStatus } from "@caravan/contracts";
import { rows } from "@caravan/database/plain";
import type { AuditOptions, Check, Fault, Sources } from "../check.ts";
import { type AuditedOrder, givenUp, goods, lookUp, orderPages, paid, unknownOrders } from "../orders.ts";

interface Reservation {
  /** The order's id. */
  key: string;
  id: string;
  status: ReservationStatus;
}

interface Line {
  /** Whose line it is. */
  key: string;
  sku: string;
  quantity: number;
}

const ofOrders = "select order_id `key`, id, status from reservations where order_id in (?)";
const reserved =
  "select reservation_id `key`, sku, quantity from reservation_lines where reservation_id in (?)";
const ordered = "select order_id `key`, sku, quantity from order_lines where order_id in (?)";

/** What is wrong between the status of an order and that of its reservation, once nobody is at it any more. */
function faultOf({ status, steps, reservationId }: AuditedOrder, reservation: Reservation | undefined) {
  const is = reservation ? `${reservation.id} is ${reservation.status}` : "no stock was ever held for it";
  if (reservation && reservationId !== null && reservationId !== reservation.id)
    return `knows reservation ${reservationId}, but its reservation is ${reservation.id}`;
  if (paid.has(status) && reservation?.status !== "committed") return `is ${status}, but ${is}`;
  if (steps.some((step) => step.endsWith("-stock"))) return undefined;
  const back = !reservation || !["held", "committed"].includes(reservation.status);
  if (givenUp.has(status) && !back) return `is ${status}, but ${is}, and nobody is putting it back`;
  if ((status === "returned" || status === "refunded") && reservation?.status !== "returned")
    return `is ${status}, but ${is}`;
  return undefined;
}

/** Goods are out of stock exactly for orders that are paid, and as many as were ordered. */
export const reservations = {
  name: "stock is committed for orders that are paid, and back for those given up",
  async run(sources: Pick<Sources, "order" | "inventory">, { before }: AuditOptions): Promise<Fault[]> {
    const faults: Fault[] = [];
    for await (const page of orderPages(sources)) {
      const orders = page.filter(({ changedAt }) => changedAt <= before);
      const ids = orders.map(({ id }) => id);
      const found = await lookUp<Reservation>(sources.inventory, ofOrders, ids);
      const reservationIds = [...found.values()].flat().map(({ id }) => id);
      const [wanted, held] = [
        await lookUp<Line>(sources.order, ordered, ids),
        await lookUp<Line>(sources.inventory, reserved, reservationIds),
      ];
      for (const order of orders) {
        const [reservation] = found.get(order.id) ?? [];
        const fault = faultOf(order, reservation);
        if (fault) faults.push({ id: order.id, sentence: `${order.id} ${fault}.` });
        if (!reservation) continue;
        const [want, hold] = [goods(wanted.get(order.id) ?? []), goods(held.get(reservation.id) ?? [])];
        if (want !== hold)
          faults.push({
            id: reservation.id,
            sentence: `${order.id} is for ${want}; ${reservation.id} holds ${hold || "nothing"}.`,
          });
      }
    }
    return [...faults, ...(await withoutOrder(sources))];
  },
} satisfies Check;

/** A hold without an order expires some day; but nothing is committed before the order is saved. */
async function withoutOrder(sources: Pick<Sources, "order" | "inventory">): Promise<Fault[]> {
  const committed = await rows<{ id: string; order_id: string }>(
    sources.inventory,
    "select id, order_id from reservations where status = 'committed'",
  );
  const unknown = await unknownOrders(
    sources,
    committed.map(({ order_id }) => order_id),
  );
  return committed
    .filter(({ order_id }) => unknown.has(order_id))
    .map(({ id, order_id }) => ({
      id,
      sentence: `${id} is committed for ${order_id}, which is no order.`,
    }));
}
