import { newId } from "@caravan/contracts";
import { sales, tickets } from "@caravan/flash/schema";
import { orders, orderTimeline } from "@caravan/order/schema";
import { eq } from "drizzle-orm";
import type { TestShop } from "./open-shop.ts";
import type { Ids } from "./plant-order.ts";
import { sku } from "./plant-order.ts";

/** A sale that sold one piece, and the ticket of it. */
export interface SoldTicket {
  readonly sale: string;
  readonly ticket: string;
  readonly order: string;
}

/** Plants a sale of one piece. */
export const plantSale = async (
  { flash }: Pick<TestShop, "flash">,
  at: Date,
  change: Partial<typeof sales.$inferInsert> = {},
): Promise<string> => {
  const id = newId("sal");
  await flash.insert(sales).values({
    ...{ id, sku, priceCents: 500, pieces: 1, opensAt: at, endsAt: at, perShopper: 1, line: 0 },
    ...{ audience: "everyone", paySeconds: 60, lotMilliseconds: 0, difficulty: 0, perAddress: 1, shards: 1 },
    ...{ phase: "settled", seed: "a seed", tokenKey: "a key", createdAt: at },
    ...change,
  });
  return id;
};

/** Plants a sale whose one piece became this order, which is paid. */
export const plantTicket = async (
  { flash, order }: TestShop,
  { order: orderId, shopper }: Ids,
  at: Date,
): Promise<SoldTicket> => {
  const sale = await plantSale({ flash }, at, { sold: 1 });
  const ticket = newId("tkt");
  await flash.insert(tickets).values({
    ...{
      id: ticket,
      saleId: sale,
      shopperId: shopper,
      click: "a click",
      status: "admitted",
      paid: true,
      orderId,
    },
  });
  await order.update(orders).set({ ticketId: ticket }).where(eq(orders.id, orderId));
  const paid = { what: "paid", status: "confirmed", who: "order" } as const;
  await order.insert(orderTimeline).values({ orderId, number: 3, at, ...paid });
  return { sale, ticket, order: orderId };
};
