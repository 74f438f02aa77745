import { orderIsGivenUp, orderIsPaid, orderStatuses, type ReservationStatus } from "@caravan/contracts";
import { reservationLines, reservations as table } from "@caravan/inventory/schema";
import { eq, inArray } from "drizzle-orm";
import type { AuditOptions, Check, Fault, Reader, Sources } from "../check.ts";
import { orderedGoods } from "../order-lines.ts";
import { type AuditedOrder, goods, orderPages, unknownOrders } from "../orders.ts";
import { lookUp } from "../reading.ts";

interface Reservation {
  id: string;
  status: ReservationStatus;
}

const reservationsOf = (inventory: Reader, orderIds: readonly string[]) =>
  lookUp(orderIds, (some) =>
    inventory
      .select({ key: table.orderId, id: table.id, status: table.status })
      .from(table)
      .where(inArray(table.orderId, some)),
  );

const heldGoods = (inventory: Reader, reservationIds: readonly string[]) =>
  lookUp(reservationIds, (some) =>
    inventory
      .select({
        key: reservationLines.reservationId,
        sku: reservationLines.sku,
        quantity: reservationLines.quantity,
      })
      .from(reservationLines)
      .where(inArray(reservationLines.reservationId, some)),
  );

/** The mismatch of an order and its reservation, when no step is under way. */
const faultOf = ({ status, steps, reservationId }: AuditedOrder, reservation: Reservation | undefined) => {
  const is = reservation ? `${reservation.id} is ${reservation.status}` : "no stock was ever held for it";
  if (reservation && reservationId !== null && reservationId !== reservation.id)
    return `knows reservation ${reservationId}, but its reservation is ${reservation.id}`;
  if (orderIsPaid(status) && reservation?.status !== "committed") return `is ${status}, but ${is}`;
  if (steps.some((step) => step.endsWith("-stock"))) return undefined;
  const back = !reservation || !["held", "committed"].includes(reservation.status);
  if (orderIsGivenUp(status) && !back) return `is ${status}, but ${is}, and no return is planned`;
  if (orderStatuses[status].stock === "returned" && reservation?.status !== "returned")
    return `is ${status}, but ${is}`;
  return undefined;
};

/** A hold without an order will expire; but no stock is committed before the order is saved. */
const withoutOrder = async (sources: Pick<Sources, "order" | "inventory">): Promise<Fault[]> => {
  const committed = await sources.inventory
    .select({ id: table.id, orderId: table.orderId })
    .from(table)
    .where(eq(table.status, "committed"));
  const unknown = await unknownOrders(
    sources,
    committed.map(({ orderId }) => orderId),
  );
  return committed
    .filter(({ orderId }) => unknown.has(orderId))
    .map(({ id, orderId }) => ({
      id,
      sentence: `${id} is committed for ${orderId}, which is not an order.`,
    }));
};

/** Stock is committed exactly for paid orders, in the ordered quantities. */
export const reservations = {
  name: "stock is committed for orders that are paid, and back for those given up",
  async run(sources: Pick<Sources, "order" | "inventory">, { before }: AuditOptions): Promise<Fault[]> {
    const faults: Fault[] = [];
    for await (const page of orderPages(sources)) {
      const orders = page.filter(({ changedAt }) => changedAt <= before);
      const ids = orders.map(({ id }) => id);
      const found = await reservationsOf(sources.inventory, ids);
      const reservationIds = [...found.values()].flat().map(({ id }) => id);
      const [wanted, held] = [
        await orderedGoods(sources, ids),
        await heldGoods(sources.inventory, reservationIds),
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
