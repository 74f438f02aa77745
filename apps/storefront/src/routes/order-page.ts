import type { Shipment } from "@caravan/contracts";
import { log } from "@caravan/service-kit";
import type { Context } from "hono";
import type { LogisticsClient } from "../clients/logistics.ts";
import type { OrderClient } from "../clients/order.ts";
import type { Words } from "../pages/notice.ts";
import { orderPage } from "../pages/order.ts";
import type { Catalogue } from "../use-cases/catalogue.ts";
import { newKey } from "./forms.ts";
import { loadFrame, privatePage, render } from "./page-context.ts";

interface Dependencies {
  readonly catalogue: Catalogue;
  readonly orders: OrderClient;
  readonly logistics: LogisticsClient;
}

interface Showing {
  /** The shopper comes back from the bank. */
  readonly back?: string | undefined;
  readonly price?: string | undefined;
  readonly notice?: Words;
  readonly status?: number;
}

/** Answers with an order's page. @throws Refusal when it is not the shopper's, or nobody can tell */
export type ShowOrder = (c: Context, orderId: string, showing: Showing) => Promise<Response>;

export const createShowOrder =
  ({ catalogue, orders, logistics }: Dependencies): ShowOrder =>
  async (c, orderId, { back, price, notice, status }) => {
    const [frame, order] = await Promise.all([
      loadFrame(catalogue),
      orders.getOrder({ params: { orderId }, timeoutSeconds: 2.5 }),
    ]);
    const shipment = order.shipmentId === null ? undefined : await load(logistics, order.shipmentId);
    const keys = { pay: newKey("pay"), cancel: newKey("cancel"), return: newKey("return") };
    const parts = {
      order,
      shipment,
      keys,
      notice,
      isBack: back !== undefined,
      isDearer: price !== undefined,
    };
    return privatePage(c, render(orderPage(frame(), parts)), status);
  };

/** `unknown`: there is a shipment, but nobody can tell of it now. */
const load = async (logistics: LogisticsClient, shipmentId: string): Promise<Shipment | "unknown"> => {
  try {
    return await logistics.getShipment({ params: { shipmentId }, timeoutSeconds: 1 });
  } catch (error) {
    log.warn({ err: error, shipmentId }, "shipment unknown");
    return "unknown";
  }
};
