import { orderPlaced } from "@caravan/contracts";
import { onEvent } from "@caravan/dapr";
import type { Dependencies } from "../dependencies.ts";
import { settleOrder } from "../use-cases/settle-order.ts";

export const onOrderPlaced = (dependencies: Dependencies) =>
  onEvent(orderPlaced, async ({ orderId, reservationId }, { id }) => {
    await settleOrder(dependencies, { eventId: id, orderId, reservationId });
  });
