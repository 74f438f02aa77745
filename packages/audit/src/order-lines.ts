import { orderLines } from "@caravan/order/schema";
import { inArray } from "drizzle-orm";
import type { Sources } from "./check.ts";
import { lookUp } from "./reading.ts";

/** The ordered goods, by order id. */
export const orderedGoods = ({ order }: Pick<Sources, "order">, orderIds: readonly string[]) =>
  lookUp(orderIds, (some) =>
    order
      .select({ key: orderLines.orderId, sku: orderLines.sku, quantity: orderLines.quantity })
      .from(orderLines)
      .where(inArray(orderLines.orderId, some)),
  );
