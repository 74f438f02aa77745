import { OrderId, PageQuery } from "@caravan/contracts";
import { ensureGuest, readGuest } from "@caravan/service-kit";
import type { Hono } from "hono";
import * as v from "valibot";
import type { OrderClient } from "../clients/order.ts";
import { orderPage, ordersPage } from "../pages/orders.ts";
import type { Catalogue } from "../use-cases/catalogue.ts";
import { loadFrame, privatePage, render } from "./page-context.ts";
import { addressInvalid, pageUnknown } from "./refusals.ts";

const pageSize = "12";

const Address = v.object({ cursor: PageQuery.cursor });

interface Dependencies {
  readonly catalogue: Catalogue;
  readonly orders: OrderClient;
  readonly shopperKey: string;
}

/** The shopper's own orders. Nothing of them is kept here: every page asks order anew, in the shopper's name. */
export const mountOrders = (hono: Hono, { catalogue, orders, shopperKey }: Dependencies): void => {
  hono.get("/orders", async (c) => {
    const address = v.safeParse(Address, c.req.query());
    if (!address.success)
      throw addressInvalid("The address names a page of your orders that we cannot read.");
    const { cursor } = address.output;
    const guest = await readGuest(c, shopperKey);
    if (guest === undefined) await ensureGuest(c, shopperKey);
    const query = { limit: pageSize, ...(cursor === undefined ? {} : { cursor }) };
    const [frame, page] = await Promise.all([
      loadFrame(catalogue),
      guest === undefined ? { items: [] } : orders.listOrders({ query }),
    ]);
    return privatePage(c, render(ordersPage(frame(), cursor, page)));
  });

  hono.get("/orders/:orderId", async (c) => {
    const orderId = c.req.param("orderId");
    // Somebody without a cookie owns no order, and what is not theirs does not exist for them.
    if (!v.is(OrderId, orderId) || (await readGuest(c, shopperKey)) === undefined) throw pageUnknown("order");
    const [frame, order] = await Promise.all([
      loadFrame(catalogue),
      orders.getOrder({ params: { orderId } }),
    ]);
    return privatePage(c, render(orderPage(frame(), order)));
  });
};
