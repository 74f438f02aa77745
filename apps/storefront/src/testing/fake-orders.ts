import {
  euros,
  newId,
  type Order,
  type OrderStatus,
  orderAllows,
  type orderRoutes,
  type Product,
  Refusal,
  type RouteBody,
  type RouteReply,
  type Shipment,
} from "@caravan/contracts";
import type { LogisticsClient } from "../clients/logistics.ts";
import type { OrderClient } from "../clients/order.ts";
import type { Behind } from "./behind.ts";
import type { FakePromotion } from "./fake-promotion.ts";

export const bankOrigin = "https://bank.test";

type PlaceBody = RouteBody<typeof orderRoutes.placeOrder>;

/** What was agreed is no part of the order. */
const contentOf = ({ agreedTotal: _, ...content }: PlaceBody): string => JSON.stringify(content);

const no = (kind: Refusal["kind"], code: string): Refusal => new Refusal({ kind, code, detail: code });

/** Order and logistics in memory. */
export class FakeOrders {
  readonly placed = new Map<
    string,
    { readonly owner: string; readonly request: string; readonly orderId: string }
  >();
  readonly orders = new Map<string, Order>();
  readonly shipments = new Map<string, Shipment>();
  readonly payments: { orderId: string; returnUrl: string; key: string }[] = [];
  /** The refusals of `placeOrder`, one after the other, before it succeeds. */
  readonly refusals: Refusal[] = [];
  paymentRefusal: Refusal | undefined;
  /** Like order: the same key gets the same reply, whatever the payment's state. */
  private readonly paymentReplies = new Map<string, RouteReply<typeof orderRoutes.startPayment>>();
  confirmationUrl: string | null = `${bankOrigin}/pay/1`;
  private readonly behind: Behind;
  private readonly goods: () => {
    readonly products: readonly Product[];
    readonly free: Map<string, number>;
    readonly promotion: Pick<FakePromotion, "quote" | "isAway">;
  };

  constructor(behind: Behind, goods: FakeOrders["goods"]) {
    this.behind = behind;
    this.goods = goods;
  }

  /** Moves an order on. */
  set(orderId: string, change: Partial<Order> & { readonly status: OrderStatus }): void {
    const order = this.orders.get(orderId);
    if (order === undefined) throw new Error(`no order ${orderId}`);
    const at = "2026-11-20T10:00:00.000Z";
    this.orders.set(orderId, {
      ...order,
      ...change,
      history: [...order.history, { status: change.status, at }],
    });
  }

  readonly client: OrderClient = {
    placeOrder: async ({ body, idempotencyKey }) => {
      const owner = this.enter("placeOrder");
      const refusal = this.refusals.shift();
      if (refusal !== undefined) throw refusal;
      const known = this.placed.get(`${owner} ${idempotencyKey}`);
      if (known !== undefined) {
        if (known.request === contentOf(body)) return this.get(known.orderId);
        throw no("unprocessable", "idempotency-key-reused");
      }
      const order = this.make(body);
      this.orders.set(order.id, order);
      this.placed.set(`${owner} ${idempotencyKey}`, {
        owner,
        request: contentOf(body),
        orderId: order.id,
      });
      return order;
    },
    listOrders: async () => {
      const owner = this.enter("listOrders");
      const own = [...this.placed.values()].filter((one) => one.owner === owner);
      return { items: own.map(({ orderId }) => this.get(orderId)).toReversed() };
    },
    getOrder: async ({ params }) => this.own("getOrder", params.orderId),
    startPayment: async ({ params, body, idempotencyKey }) => {
      const { total, status } = this.own("startPayment", params.orderId);
      const kept = this.paymentReplies.get(idempotencyKey);
      if (kept !== undefined) return kept;
      if (this.paymentRefusal !== undefined) throw this.paymentRefusal;
      if (!orderAllows(status, "pay")) throw no("conflict", "order-not-payable");
      this.payments.push({ orderId: params.orderId, returnUrl: body.returnUrl, key: idempotencyKey });
      const { confirmationUrl } = this;
      const begun = { status: "requires-confirmation", amount: total, confirmationUrl } as const;
      this.paymentReplies.set(idempotencyKey, begun);
      return begun;
    },
    cancelOrder: async ({ params }) => {
      const { id, status } = this.own("cancelOrder", params.orderId);
      if (!orderAllows(status, "cancel")) throw no("conflict", "order-not-cancellable");
      this.set(id, { status: status === "confirmed" ? "cancelling" : "cancelled", payBy: null });
      return this.get(id);
    },
    returnOrder: async ({ params }) => {
      const { id, status } = this.own("returnOrder", params.orderId);
      if (!orderAllows(status, "return")) throw no("conflict", "order-not-returnable");
      this.set(id, { status: "return-requested" });
      return this.get(id);
    },
  };

  readonly logistics: LogisticsClient = {
    getShipment: async ({ params }) => {
      this.behind.enter("logistics", "getShipment");
      const shipment = this.shipments.get(params.shipmentId);
      if (shipment === undefined) throw no("not-found", "shipment-unknown");
      return shipment;
    },
  };

  private enter(call: string): string {
    this.behind.enter("order", call);
    const subject = this.behind.subject();
    if (subject === undefined) throw no("unauthenticated", "sign-in-needed");
    return subject;
  }

  private own(call: string, orderId: string): Order {
    const owner = this.enter(call);
    if ([...this.placed.values()].some((one) => one.owner === owner && one.orderId === orderId))
      return this.get(orderId);
    throw no("not-found", "order-unknown");
  }

  private get(orderId: string): Order {
    const order = this.orders.get(orderId);
    if (order === undefined) throw no("not-found", "order-unknown");
    return order;
  }

  private make({ lines: wanted, deliverTo, codes = [], agreedTotal }: PlaceBody): Order {
    const { products, free, promotion } = this.goods();
    if (promotion.isAway && agreedTotal !== undefined) throw no("unavailable", "promotion-unavailable");
    const quote = promotion.isAway ? undefined : promotion.quote(wanted, codes);
    const [refused] = quote?.refused ?? [];
    if (refused !== undefined)
      throw new Refusal({ kind: "conflict", code: "coupon-refused", detail: refused.detail });
    if (agreedTotal !== undefined && quote?.total.amountCents !== agreedTotal.amountCents)
      throw new Refusal({ kind: "conflict", code: "price-changed", detail: "It costs another sum." });
    const lines = wanted.map(({ sku, quantity }) => {
      const product = products.find((candidate) => candidate.sku === sku);
      if ((free.get(sku) ?? 0) < quantity || product === undefined) throw no("conflict", "out-of-stock");
      free.set(sku, (free.get(sku) ?? 0) - quantity);
      const { id: productId, name, price } = product;
      const discount = quote?.lines.find((line) => line.sku === sku)?.discount ?? euros(0);
      const total = euros(price.amountCents * quantity - discount.amountCents);
      return { sku, productId, name, quantity, price, total, ...(discount.amountCents > 0 && { discount }) };
    });
    const at = "2026-11-19T09:30:00.000Z";
    return {
      id: newId("ord"),
      status: "stock-reserved",
      lines,
      total: {
        amountCents: lines.reduce((sum, { total }) => sum + total.amountCents, 0),
        currency: "EUR",
      },
      ...(quote && quote.applied.length > 0 && { discount: quote.discount, applied: quote.applied }),
      refunded: { amountCents: 0, currency: "EUR" },
      placedAt: at,
      deliverTo,
      payBy: "2026-11-19T09:45:00.000Z",
      shipmentId: null,
      history: [
        { status: "placed", at },
        { status: "stock-reserved", at },
      ],
    };
  }
}
