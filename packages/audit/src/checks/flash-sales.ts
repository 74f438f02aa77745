import { type OrderStatus, orderIsGivenUp } from "@caravan/contracts";
import { sales, tickets } from "@caravan/flash/schema";
import { orders, orderTimeline } from "@caravan/order/schema";
import { and, count, eq, gt, inArray, isNotNull, lte, ne, sql } from "drizzle-orm";
import type { AuditOptions, Check, Fault, Reader, Sources } from "../check.ts";
import { changedAt } from "../orders.ts";
import { lookUp, pageSize, pages } from "../reading.ts";
import { forgottenTickets, leftAllotments, sharedLimits } from "./flash-pieces.ts";

type Shop = Pick<Sources, "flash" | "order">;

/** What a sale says it sold, and its tickets with a piece. */
const wronglyCounted = async (flash: Reader): Promise<Fault[]> => {
  const held = sql<number>`(${flash
    .select({ held: count() })
    .from(tickets)
    .where(and(eq(tickets.saleId, sales.id), eq(tickets.status, "admitted")))})`.mapWith(Number);
  const rows = await flash
    .select({ id: sales.id, sold: sales.sold, held })
    .from(sales)
    .where(ne(sales.sold, held));
  return rows.map(({ id, sold, held }) => ({
    id,
    sentence: `${id} says that it sold ${sold}, but ${held} tickets have a piece.`,
  }));
};

/** Shoppers with more pieces of a sale than its terms allow. */
const greedy = async (flash: Reader): Promise<Fault[]> => {
  const rows = await flash
    .select({ saleId: tickets.saleId, shopperId: tickets.shopperId, pieces: count(), most: sales.perShopper })
    .from(tickets)
    .innerJoin(sales, eq(sales.id, tickets.saleId))
    .where(eq(tickets.status, "admitted"))
    .groupBy(tickets.saleId, tickets.shopperId, sales.perShopper)
    .having(({ pieces, most }) => gt(pieces, most));
  return rows.map(({ saleId, shopperId, pieces, most }) => ({
    id: saleId,
    sentence: `${shopperId} has ${pieces} pieces of ${saleId}, of which a shopper may have ${most}.`,
  }));
};

/** An order was paid at some time. */
const wasConfirmed = (order: Reader, ids: string[]) =>
  order
    .select({ key: orderTimeline.orderId })
    .from(orderTimeline)
    .where(and(inArray(orderTimeline.orderId, ids), eq(orderTimeline.status, "confirmed")));

interface TicketOrder {
  readonly id: string;
  readonly status: OrderStatus;
  readonly ticketId: string | null;
}

/** Orders of tickets that nothing has changed within the lag, a page at a time. */
const ticketOrders = ({ order }: Pick<Sources, "order">, before: Date) =>
  pages<TicketOrder, string>(
    "",
    ({ id }) => id,
    (last) =>
      order
        .select({ id: orders.id, status: orders.status, ticketId: orders.ticketId })
        .from(orders)
        .where(and(isNotNull(orders.ticketId), gt(orders.id, last), lte(changedAt(order), before)))
        .orderBy(orders.id)
        .limit(pageSize),
  );

/** What is wrong between an order and the ticket that it was made of. */
const faultOf = (
  { id, status }: TicketOrder,
  isPaid: boolean,
  ticket: { status: string; paid: boolean; task: string | null } | undefined,
): string | undefined => {
  if (ticket === undefined) return `${id} was made of a ticket that no sale has`;
  if (isPaid && (ticket.status !== "admitted" || !ticket.paid))
    return `${id} was paid, but its ticket is ${ticket.status}${ticket.paid ? "" : " and not paid"}`;
  if (!isPaid && ticket.paid) return `${id} is ${status} and was never paid, but its ticket is`;
  if (!isPaid && orderIsGivenUp(status) && ticket.status === "admitted" && ticket.task === null)
    return `${id} is ${status}, but its ticket keeps a piece and nothing is planned`;
  if (!orderIsGivenUp(status) && ticket.status !== "admitted")
    return `${id} is ${status}, but its ticket is ${ticket.status}`;
  return undefined;
};

const wrongOrders = async (sources: Shop, before: Date): Promise<Fault[]> => {
  const faults: Fault[] = [];
  for await (const page of ticketOrders(sources, before)) {
    const ids = page.flatMap(({ ticketId }) => (ticketId === null ? [] : [ticketId]));
    const known = await lookUp(ids, (some) =>
      sources.flash
        .select({ key: tickets.id, status: tickets.status, paid: tickets.paid, task: tickets.task })
        .from(tickets)
        .where(inArray(tickets.id, some)),
    );
    const confirmed = await lookUp(
      page.map(({ id }) => id),
      (some) => wasConfirmed(sources.order, some),
    );
    for (const order of page) {
      const fault = faultOf(order, confirmed.has(order.id), known.get(order.ticketId ?? "")?.[0]);
      if (fault !== undefined) faults.push({ id: order.id, sentence: `${fault}.` });
    }
  }
  return faults;
};

/** Tickets that are paid have an order. */
const withoutOrder = async ({ flash, order }: Shop): Promise<Fault[]> => {
  const faults: Fault[] = [];
  const paid = pages(
    0,
    ({ position }: { position: number; id: string }) => position,
    (last) =>
      flash
        .select({ position: tickets.position, id: tickets.id })
        .from(tickets)
        .where(and(eq(tickets.paid, true), gt(tickets.position, last)))
        .orderBy(tickets.position)
        .limit(pageSize),
  );
  for await (const page of paid) {
    const known = await lookUp(
      page.map(({ id }) => id),
      (some) =>
        order
          .select({ key: sql<string>`${orders.ticketId}` })
          .from(orders)
          .where(inArray(orders.ticketId, some)),
    );
    for (const { id } of page)
      if (!known.has(id)) faults.push({ id, sentence: `${id} is paid, and there is no order of it.` });
  }
  return faults;
};

/** Every piece of a flash sale is sold once, to a shopper who paid for it, or free. */
export const flashSales = {
  name: "a flash sale's tickets are its pieces, and each paid one is one order",
  async run(sources: Shop & Pick<Sources, "inventory">, { before }: AuditOptions): Promise<Fault[]> {
    return [
      ...(await wronglyCounted(sources.flash)),
      ...(await greedy(sources.flash)),
      ...(await sharedLimits(sources.flash)),
      ...(await forgottenTickets(sources.flash)),
      ...(await leftAllotments(sources)),
      ...(await wrongOrders(sources, before)),
      ...(await withoutOrder(sources)),
    ];
  },
} satisfies Check;
