import { OrderId, PageQuery, Refusal } from "@caravan/contracts";
import { pageUnknown, privatePage, render, wantsPage } from "@caravan/pages";
import type { Hono } from "hono";
import * as v from "valibot";
import { ordersPage, signInForOrderPage } from "../pages/orders.ts";
import type { ShowOrder } from "./order-page.ts";
import { loadFrame } from "./page-context.ts";
import type { Parts } from "./parts.ts";
import { addressInvalid } from "./refusals.ts";
import { isAccount } from "./session.ts";
import { shopperMoments } from "./shopper-zone.ts";
import { forgetWaiting, waitingOrder } from "./waiting-order.ts";

const pageSize = "12";

const Address = v.object({ cursor: PageQuery.cursor });
/** Why the shopper comes to an order's page: back from the bank, or because the price has changed. */
const Coming = v.object({
  back: v.optional(v.pipe(v.string(), v.regex(/^[1-9]$/), v.transform(Number))),
  price: v.optional(v.literal("changed")),
  /** The bank's own value for a shopper who went back without paying. */
  outcome: v.fallback(v.optional(v.literal("cancelled")), undefined),
});

/** The shopper's own orders. None are cached here: every page calls order, in the shopper's name. */
export const mountOrders = (
  hono: Hono,
  { catalogue, orders, sessions, showOrder }: Parts & { readonly showOrder: ShowOrder },
): void => {
  hono.get("/orders", async (c) => {
    const address = v.safeParse(Address, c.req.query());
    if (!address.success) throw addressInvalid("The address has a page of your orders that we cannot read.");
    const { cursor } = address.output;
    const shopper = await sessions.find(c);
    const query = { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
    const [frame, page] = await Promise.all([
      loadFrame(catalogue),
      shopper === undefined ? { items: [] } : orders.listOrders({ query, timeoutSeconds: 3 }),
    ]);
    const account = isAccount(shopper);
    const moments = shopperMoments(c);
    return privatePage(c, render(ordersPage(frame, { cursor, account, moments, ...page })));
  });

  hono.get("/orders/:orderId", async (c) => {
    const orderId = c.req.param("orderId");
    const coming = v.safeParse(Coming, c.req.query());
    if (!v.is(OrderId, orderId)) throw pageUnknown("order");
    const shopper = await sessions.find(c);
    try {
      if (shopper === undefined) throw pageUnknown("order");
      return await showOrder(c, orderId, coming.success ? coming.output : {});
    } catch (error) {
      // The owner is known only after signing in; the reply does not reveal whether the order exists.
      const mayBeTheirs = !isAccount(shopper);
      if (!mayBeTheirs || !wantsPage(c) || !(error instanceof Refusal) || error.kind !== "not-found")
        throw error;
      if (waitingOrder(c) === orderId) forgetWaiting(c);
      return privatePage(c, render(signInForOrderPage(await loadFrame(catalogue), orderId)), 404);
    }
  });
};
