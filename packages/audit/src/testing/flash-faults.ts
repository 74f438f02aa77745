import { newId } from "@caravan/contracts";
import { people, sales, tickets } from "@caravan/flash/schema";
import { orders, orderTimeline } from "@caravan/order/schema";
import { and, eq } from "drizzle-orm";
import { flashSales } from "../checks/flash-sales.ts";
import { openAllotment } from "./plant-allotment.ts";
import { change, faultsOf, type Hurt, type PlantedFault, remove } from "./planted-fault.ts";

const inFlash = faultsOf(flashSales, "flash");
const ofTicket = (to: Partial<typeof tickets.$inferInsert>) => change(tickets, tickets.id, to);

/** The shopper of the ticket has a second piece. */
const second: Hurt = async (flash, saleId) => {
  const [own] = await flash.select().from(tickets).where(eq(tickets.saleId, saleId));
  if (own === undefined) return;
  const { position: _, ...copy } = own;
  await flash.insert(tickets).values({ ...copy, id: newId("tkt"), paid: false });
  await flash.update(sales).set({ sold: 2, pieces: 2 }).where(eq(sales.id, saleId));
};

/** The shopper of the ticket has another piece under another name of theirs, with an order. */
const joined: Hurt = async (flash, saleId) => {
  const [own] = await flash.select().from(tickets).where(eq(tickets.saleId, saleId));
  if (own === undefined) return;
  const { position: _, ...copy } = own;
  const [ownerId, other] = [newId("usr"), newId("gst")];
  await flash
    .insert(tickets)
    .values({ ...copy, id: newId("tkt"), shopperId: other, paid: false, task: "watch" });
  await flash.insert(people).values([own.shopperId, other].map((subject) => ({ subject, became: ownerId })));
  await flash.update(sales).set({ sold: 2, pieces: 2 }).where(eq(sales.id, saleId));
};

const ofAllotment = (to: Partial<typeof sales.$inferInsert>) => change(sales, sales.allotmentId, to);

/** Faults of flash sales. */
export const flashFaults: PlantedFault[] = [
  inFlash(
    "a piece is neither paid nor on its way to be",
    ofTicket({ paid: false }),
    (o) => o.sold.ticket,
    "has a piece that is not paid, and nothing is planned",
  ),
  inFlash(
    "a sale was settled without its pieces",
    ofAllotment({ phase: "settled" }),
    () => openAllotment,
    "is settled",
  ),
  inFlash(
    "a draft does not know that its pieces are set aside",
    ofAllotment({ phase: "draft", allotmentId: null }),
    () => openAllotment,
    "is a draft that does not know of it",
  ),
  inFlash(
    "pieces are set aside for a sale that is not there",
    remove(sales, sales.allotmentId),
    () => openAllotment,
    "is not there",
  ),
  inFlash(
    "a sale has lost count of what it sold",
    change(sales, sales.id, { sold: 0 }),
    (o) => o.sold.sale,
    "says that it sold 0, but 1 tickets",
  ),
  inFlash("a person has two pieces of one under two names", joined, (o) => o.sold.sale, "keeps 2 pieces of"),
  inFlash("a shopper has two pieces of one", second, (o) => o.sold.sale, "of which a shopper may have 1"),
  inFlash(
    "an order's ticket is gone",
    remove(tickets, tickets.id),
    (o) => o.sold.ticket,
    "a ticket that no sale has",
    (o) => o.sold.order,
  ),
  inFlash(
    "a piece that was paid for went back",
    ofTicket({ status: "returned" }),
    (o) => o.sold.ticket,
    "was paid, but its ticket is returned",
    (o) => o.sold.order,
  ),
  inFlash(
    "a ticket of a paid order is not paid",
    ofTicket({ paid: false }),
    (o) => o.sold.ticket,
    "admitted and not paid",
    (o) => o.sold.order,
  ),
  faultsOf(flashSales, "order")(
    "a ticket is paid whose order never was",
    (order, id) =>
      order
        .delete(orderTimeline)
        .where(and(eq(orderTimeline.orderId, id), eq(orderTimeline.status, "confirmed"))),
    (o) => o.sold.order,
    "was never paid, but its ticket is",
  ),
  faultsOf(flashSales, "order")(
    "a paid ticket has no order",
    change(orders, orders.ticketId, { ticketId: null }),
    (o) => o.sold.ticket,
    "there is no order of it",
  ),
];
