import { type Buyer, cards, payAtBank, type Transport } from "@caravan/buyer";
import { Order } from "@caravan/contracts";
import { until } from "@caravan/toolchain";
import * as v from "valibot";
import type { Behaviour } from "./plan.ts";

/** How long a buyer retries while the shop is in trouble: longer than a store is down. */
const patience = { timeoutSeconds: 180, intervalMilliseconds: 500, despiteFaults: true };

/** Retries until it succeeds: an acknowledged request is acknowledged again under the same key. */
const untilDone = <T>(attempt: () => Promise<T | undefined>): Promise<T | undefined> =>
  until("the shop does it", attempt, patience).catch(() => undefined);

/**
 * Buys by the plan, and retries every request under its own key until it is answered.
 *
 * @returns the order's id once it was acknowledged; undefined when the shop refused it or never answered
 */
export const buyAs = async (
  buyer: Buyer,
  transport: Transport,
  behaviour: Behaviour,
  sku: string,
): Promise<string | undefined> => {
  const key = crypto.randomUUID();
  const placed = await untilDone(async () => {
    const reply = await buyer.placeOrder({ lines: [{ sku, quantity: 1 }] }, key);
    if (reply.status === 201) return { id: v.parse(Order, reply.json()).id };
    return reply.status === 409 && reply.text.includes("out-of-stock") ? { id: undefined } : undefined;
  });
  const id = placed?.id;
  if (id === undefined || behaviour === "forgets") return id;
  if (behaviour === "cancels unpaid") {
    await cancel(buyer, id);
    return id;
  }
  const card = behaviour === "is declined" ? cards.declined : cards.good;
  const pay = () => payOnce(buyer, transport, id, card);
  await (behaviour === "pays twice" ? Promise.all([pay(), pay()]) : pay());
  if (behaviour === "cancels paid") await cancel(buyer, id);
  return id;
};

/** Also ends when there is nothing left to pay. */
const payOnce = (buyer: Buyer, transport: Transport, id: string, card: string) =>
  untilDone(async () => {
    const reply = await buyer.post(`/v1/orders/${id}/payment`, { returnUrl: "http://shop.example/" });
    if (reply.status === 409) return true;
    if (reply.status !== 200) return undefined;
    const { confirmationUrl } = v.parse(v.object({ confirmationUrl: v.nullable(v.string()) }), reply.json());
    if (confirmationUrl === null) return true;
    return (await payAtBank(transport, confirmationUrl, card)).status === 303 ? true : undefined;
  });

const cancel = (buyer: Buyer, id: string) => {
  const key = crypto.randomUUID();
  return untilDone(async () => {
    const { status } = await buyer.post(`/v1/orders/${id}/cancellation`, {}, key);
    return status === 202 || status === 409 ? true : undefined;
  });
};
