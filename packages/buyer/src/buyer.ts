import {
  Order,
  orderRoutes,
  type PostalAddress,
  type RouteBody,
  type RouteReply,
  Session,
  userRoutes,
} from "@caravan/contracts";
import * as v from "valibot";
import type { Reply, Request, Transport } from "./transport.ts";

/** The default delivery address. */
export const somewhere: PostalAddress = {
  name: "Ada Lovelace",
  street: "St James's Square 12",
  postalCode: "SW1Y 4LE",
  city: "London",
  country: "GB",
};

/** The identity of a buyer, and the way to the shop. */
export interface BuyerOptions {
  /** Origin of the shop. */
  readonly shop: string;
  readonly transport: Transport;
  /** An existing session; without one the buyer becomes a new guest. */
  readonly session?: Session;
}

type Parts = Partial<Pick<Request, "headers" | "body">>;

/** A scripted shopper for proofs, chaos runs and benchmarks. */
export interface Buyer {
  readonly session: Session;
  /** Sends a request in the buyer's name; a token that is about to expire is renewed first. */
  send(method: Request["method"], path: string, parts?: Parts): Promise<Reply>;
  /** Sends a JSON body under a key. */
  post(path: string, body: unknown, key?: string): Promise<Reply>;
  /** Places an order; `deliverTo` defaults to `somewhere`. */
  placeOrder(
    order: Pick<RouteBody<typeof orderRoutes.placeOrder>, "lines"> & { deliverTo?: PostalAddress },
    key?: string,
  ): Promise<Reply>;
  /** Begins the payment of an order, and returns the bank's page for it. @throws Error when the shop refuses */
  startPayment(orderId: string): Promise<RouteReply<typeof orderRoutes.startPayment>>;
  /** @throws Error when the shop refuses */
  order(orderId: string): Promise<Order>;
}

const json = { "content-type": "application/json" };

/**
 * Opens a buyer.
 *
 * @throws Error when the shop gives no session
 * @example
 * const buyer = await openBuyer({ shop, transport: overPool(new Agent()) });
 * const reply = await buyer.placeOrder({ lines: [{ sku: "CAR-0001", quantity: 1 }] });
 */
export const openBuyer = async ({ shop, transport, ...options }: BuyerOptions): Promise<Buyer> => {
  const session = options.session ?? (await newGuest(shop, transport));
  const fresh = keepFresh(shop, transport, session);
  const send: Buyer["send"] = async (method, path, { headers, body } = {}) => {
    const authorization = `Bearer ${await fresh()}`;
    return transport({ origin: shop, method, path, headers: { authorization, ...headers }, body });
  };
  const post: Buyer["post"] = (path, body, key = crypto.randomUUID()) =>
    send("POST", path, { headers: { ...json, "idempotency-key": key }, body: JSON.stringify(body) });
  return {
    session,
    send,
    post,
    placeOrder: (order, key) => post("/v1/orders", { deliverTo: somewhere, ...order }, key),
    startPayment: async (orderId) =>
      read(
        orderRoutes.startPayment.success.body,
        await post(`/v1/orders/${orderId}/payment`, { returnUrl: `${shop}/orders/${orderId}` }),
      ),
    order: async (orderId) => read(Order, await send("GET", `/v1/orders/${orderId}`)),
  };
};

const newGuest = async (origin: string, transport: Transport): Promise<Session> => {
  const { method, path } = userRoutes.createGuest;
  return read(Session, await transport({ origin, method, path, headers: {} }));
};

/** How long before its expiry a token is renewed. */
const marginSeconds = 30;

/** Returns an access token that is still valid for a while; concurrent requests renew it once. */
const keepFresh = (origin: string, transport: Transport, first: Session): (() => Promise<string>) => {
  let session = first;
  let expiresAt = Date.now() + first.expiresInSeconds * 1000;
  let renewing: Promise<void> | undefined;
  const renew = async (): Promise<void> => {
    const { method, path } = userRoutes.refreshSession;
    const body = JSON.stringify({ refreshToken: session.refreshToken });
    session = read(Session, await transport({ origin, method, path, headers: json, body }));
    expiresAt = Date.now() + session.expiresInSeconds * 1000;
  };
  return async () => {
    if (Date.now() > expiresAt - marginSeconds * 1000) {
      renewing ??= renew().finally(() => {
        renewing = undefined;
      });
      await renewing;
    }
    return session.accessToken;
  };
};

const read = <const S extends v.GenericSchema>(schema: S, reply: Reply): v.InferOutput<S> => {
  if (reply.status >= 300) throw new Error(`the shop answered ${reply.status}: ${reply.text.slice(0, 300)}`);
  return v.parse(schema, reply.json());
};
