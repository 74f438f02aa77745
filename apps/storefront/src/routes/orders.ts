import { OrderId, PageQuery } from "@caravan/contracts";
import type { Hono } from "hono";
import * as v from "valibot";
import type { OrderClient } from "../clients/order.ts";
import { ordersPage } from "../pages/orders.ts";
import type { Catalogue } from "../use-cases/catalogue.ts";
import type { ShowOrder } from "./order-page.ts";
import { loadFrame, privatePage, render } from "./page-context.ts";
import { addressInvalid, pageUnknown } from "./refusals.ts";
import type { Sessions } from "./session.ts";

const pageSize = "12";

const Address = v.object({ cursor: PageQuery.cursor });
/** Why the shopper comes to an order's page: back from the bank, or because it costs something else than they saw. */
const Coming = v.object({ back: v.optional(v.literal("1")), price: v.optional(v.literal("changed")) });

interface Dependencies {
  readonly catalogue: Catalogue;
  readonly orders: OrderClient;
  readonly sessions: Sessions;
  readonly showOrder: ShowOrder;
}

/** The shopper's own orders. Nothing of them is kept here: every page asks order anew, in the shopper's name. */
export const mountOrders = (hono: Hono, { catalogue, orders, sessions, showOrder }: Dependencies): void => {
  hono.get("/orders", async (c) => {
    const address = v.safeParse(Address, c.req.query());
    if (!address.success)
      throw addressInvalid("The address names a page of your orders that we cannot read.");
    const { cursor } = address.output;
    const shopper = await sessions.find(c);
    const query = { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
    const [frame, page] = await Promise.all([
      loadFrame(catalogue),
      shopper === undefined ? { items: [] } : orders.listOrders({ query, timeoutSeconds: 3 }),
    ]);
    const account = shopper?.subject.startsWith("usr_") === true;
    return privatePage(c, render(ordersPage(frame(), { cursor, account, ...page })));
  });

  hono.get("/orders/:orderId", async (c) => {
    const orderId = c.req.param("orderId");
    const coming = v.safeParse(Coming, c.req.query());
    // Somebody without a session owns no order, and what is not theirs does not exist for them.
    if (!v.is(OrderId, orderId) || (await sessions.find(c)) === undefined) throw pageUnknown("order");
    return showOrder(c, orderId, coming.success ? coming.output : {});
  });
};
