import type { OrderStatus } from "@caravan/contracts";
import type { Dependencies } from "../dependencies.ts";
import type { Order } from "../domain/order.ts";
import { sagaReply, summaryReply } from "../domain/replies.ts";
import { pageOf, positionOf } from "./list-orders.ts";

const staffSummary = (order: Order) => ({
  ...summaryReply(order),
  shopperId: order.shopperId,
  saga: sagaReply(order),
});

/** One page of all shoppers' orders, newest first, for staff. */
export const searchOrders = async (
  { orders, now }: Pick<Dependencies, "orders" | "now">,
  input: {
    cursor: string | undefined;
    limit: number;
    status: OrderStatus | undefined;
    stuck: "true" | "false" | undefined;
  },
): Promise<{ items: ReturnType<typeof staffSummary>[]; nextCursor?: string }> => {
  const found = await orders.search(
    {
      status: input.status,
      stuck: input.stuck === undefined ? undefined : input.stuck === "true",
      before: positionOf(input.cursor),
      limit: input.limit + 1,
    },
    now(),
  );
  return pageOf(found, input.limit, staffSummary);
};
