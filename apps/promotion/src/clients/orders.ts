import { type orderPromotionRoutes, Refusal } from "@caravan/contracts";
import type { Client } from "@caravan/dapr";
import type { Orders } from "../dependencies.ts";

const timeoutSeconds = 8;

/** Order, called through the mesh. */
export const openOrders = (
  client: Pick<Client<typeof orderPromotionRoutes>, "findPromotedOrder">,
): Orders => ({
  async find(orderId) {
    try {
      return (await client.findPromotedOrder({ params: { orderId }, timeoutSeconds })).use;
    } catch (error) {
      return error instanceof Refusal && error.code === "order-unknown" ? "none" : undefined;
    }
  },
});
