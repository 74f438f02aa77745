import { randomUUID } from "node:crypto";
import { cards, somewhere } from "@caravan/buyer";
import { Order, orderRoutes } from "@caravan/contracts";
import * as v from "valibot";
import type { SoldProduct } from "../catalogue.ts";
import type { Send } from "../load/closed-loop.ts";
import type { Lane, LaneRequest } from "../load/http-lane.ts";
import type { Shopper } from "../shoppers.ts";

const Placed = v.pick(Order, ["id"]);
const Payment = orderRoutes.startPayment.success.body;
const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };
const card = new URLSearchParams({
  ...{ "card-number": cards.good, "card-expiry": "12/39", "card-security-code": "123" },
  action: "pay",
}).toString();

/** Buys continuously: places the order, begins the payment, and pays at the bank's page. */
export const buyAgainAndAgain = (
  { lane, headers }: Shopper,
  bank: Lane,
  products: readonly SoldProduct[],
  first: number,
  paid: string[],
): Send => {
  let turn = first;
  return async () => {
    try {
      const lines = [{ sku: products[turn++ % products.length]?.sku, quantity: 1 }];
      const post = (path: string, body: object): LaneRequest => ({
        ...{ method: "POST", path, read: true, body: JSON.stringify(body) },
        headers: { ...headers, ...json, "idempotency-key": randomUUID() },
      });
      const { id } = await ask(lane, post("/v1/orders", { lines, deliverTo: somewhere }), 201, Placed);
      const returnUrl = "http://shop.example/back";
      const begun = await ask(lane, post(`/v1/orders/${id}/payment`, { returnUrl }), 200, Payment);
      const page = new URL(begun.confirmationUrl ?? "");
      const reply = await bank.send({ method: "POST", path: page.pathname, headers: form, body: card });
      if (reply.status !== 303) return `bank: ${reply.status}`;
      paid.push(id);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
};

const ask = async <S extends v.GenericSchema>(
  lane: Lane,
  request: LaneRequest,
  expected: number,
  schema: S,
): Promise<v.InferOutput<S>> => {
  const { status, text } = await lane.send(request);
  const step = request.path.endsWith("/payment") ? "payment" : "order";
  if (status !== expected)
    throw new Error(`${step}: ${status} ${/"code":\s*"([^"]+)"/.exec(text)?.[1] ?? ""}`);
  return v.parse(schema, JSON.parse(text));
};
