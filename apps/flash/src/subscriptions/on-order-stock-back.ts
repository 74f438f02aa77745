import { orderStockBack } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";

/**
 * The goods of an order are there for others. Events come in any order: goods that were paid for and sent back later look like goods that
 * were never paid for, so order is asked which they are.
 */
export const onOrderStockBack = ({ tickets, now }: Pick<Dependencies, "tickets" | "now">) =>
  onEvent(orderStockBack, async ({ ticketId }, { id }) => {
    if (ticketId === undefined) return;
    await tickets.hear("on-order-stock-back", id, ticketId, ({ status, paid }) =>
      status === "admitted" && !paid ? { task: "watch", dueAt: now(), attempts: 0 } : undefined,
    );
  });
