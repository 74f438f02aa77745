import { type Order, orderAllows, type Shipment } from "@caravan/contracts";
import { newKey, privatePage, render } from "@caravan/pages";
import { log } from "@caravan/service-kit";
import type { Context } from "hono";
import type { LogisticsClient } from "../clients/logistics.ts";
import type { OrderClient } from "../clients/order.ts";
import type { Words } from "../pages/notice.ts";
import { orderPage } from "../pages/order.ts";
import { loadFrame } from "./page-context.ts";
import type { Parts } from "./parts.ts";
import { shopperMoments } from "./shopper-zone.ts";
import { noteWaiting } from "./waiting-order.ts";

interface Showing {
  /** Page loads since the shopper came back from the bank. */
  readonly back?: number | undefined;
  readonly price?: string | undefined;
  /** The shopper went back without paying. */
  readonly outcome?: "cancelled" | undefined;
  readonly notice?: Words;
  readonly status?: number;
}

/** Answers with an order's page. @throws Refusal when it is not the shopper's, or order is unreachable */
export type ShowOrder = (c: Context, orderId: string, showing: Showing) => Promise<Response>;

/** After so many loads, some twenty seconds, the bank's callback would have come. */
const longestConfirming = 6;

export const createShowOrder =
  ({ catalogue, orders, logistics, pause }: Parts): ShowOrder =>
  async (c, orderId, { back: looks, price, outcome, notice, status }) => {
    const back = outcome === undefined ? looks : undefined;
    const [frame, order] = await Promise.all([
      loadFrame(catalogue),
      back === 1 ? confirmed(orders, orderId, pause) : load(orders, orderId),
    ]);
    noteWaiting(c, order);
    const isConfirming = isOpen(order) && back !== undefined && back <= longestConfirming;
    const shipment = order.shipmentId === null ? undefined : await parcel(logistics, order.shipmentId);
    const parts = {
      order,
      shipment,
      keys: {
        pay: newKey("pay"),
        cancel: newKey("cancel"),
        return: newKey("return"),
        putBack: newKey("back"),
      },
      notice,
      confirming: isConfirming ? back : undefined,
      isDearer: price !== undefined,
      isBackUnpaid: outcome !== undefined,
      moments: shopperMoments(c, order.deliverTo?.country),
      now: Date.now(),
    };
    return privatePage(c, render(orderPage(frame, parts)), status);
  };

const load = (orders: OrderClient, orderId: string): Promise<Order> =>
  orders.getOrder({ params: { orderId }, timeoutSeconds: 2.5 });

/** The bank's callback has not come: the payment is neither authorised nor declined. */
const isOpen = ({ status, declined }: Order): boolean => orderAllows(status, "pay") && !declined;

/** The order as soon as the bank's callback has come, or after two seconds: mostly it comes within one. */
const confirmed = async (orders: OrderClient, orderId: string, pause: Parts["pause"]): Promise<Order> => {
  let order = await load(orders, orderId);
  for (let look = 0; look < 4 && isOpen(order); look += 1) {
    await pause(0.5);
    order = await orders.getOrder({ params: { orderId }, timeoutSeconds: 0.5 }).catch(() => order);
  }
  return order;
};

/** `unknown`: there is a shipment, but logistics is unreachable. */
const parcel = async (logistics: LogisticsClient, shipmentId: string): Promise<Shipment | "unknown"> => {
  try {
    return await logistics.getShipment({ params: { shipmentId }, timeoutSeconds: 1 });
  } catch (error) {
    log.warn({ err: error, shipmentId }, "shipment unknown");
    return "unknown";
  }
};
