import { orderConfirmed } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";
import { paid } from "../use-cases/advance-tickets.ts";

/** The piece is sold. */
export const onOrderConfirmed = ({ tickets }: Pick<Dependencies, "tickets">) =>
  onEvent(orderConfirmed, async ({ ticketId }, { id }) => {
    if (ticketId !== undefined) await tickets.hear("on-order-confirmed", id, ticketId, () => paid);
  });
