import { orderConfirmed } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";
import { paid } from "../use-cases/ticket-order.ts";

/** The piece is sold. The order's own reply may be under way still, and comes too late then: the event names the order as well. */
export const onOrderConfirmed = ({ tickets }: Pick<Dependencies, "tickets">) =>
  onEvent(orderConfirmed, async ({ orderId, ticketId }, { id }) => {
    if (ticketId !== undefined)
      await tickets.hear("on-order-confirmed", id, ticketId, () => ({ ...paid, orderId }));
  });
