import {
  type cohortHeader,
  type EventData,
  type EventDefinition,
  type Money,
  newId,
  type Order as OrderReply,
  type ReservationLine,
} from "@caravan/contracts";
import { type formerlyHeader, scopeHeader, subjectHeader } from "@caravan/service-kit";
import { createApp, createSubscriptions } from "../app.ts";
import type { Dependencies } from "../dependencies.ts";
import type { Price } from "../domain/order.ts";
import { newOrderId } from "../use-cases/new-order-id.ts";
import { createRunner } from "../use-cases/saga-runner.ts";
import { fakeCallees } from "./fake-callees.ts";
import { fakeOrderStore } from "./fake-order-store.ts";
import { address, limits, now } from "./make-order.ts";

/** The headers of a shopper whose token the mesh has verified. */
export const signedIn = (subject: string = newId("usr"), scope = "shopper"): Identity => ({
  [subjectHeader]: subject,
  [scopeHeader]: scope,
});
export type Identity = Record<typeof subjectHeader | typeof scopeHeader, string> &
  Partial<Record<typeof formerlyHeader | typeof cohortHeader, string>>;

const catalogue: readonly Price[] = [
  { sku: "CAR-0001", productId: newId("prd"), name: "Dune tent", priceCents: 19_900 },
  { sku: "CAR-0002", productId: newId("prd"), name: "Ember kettle", priceCents: 2_099 },
];
export const someLines: readonly ReservationLine[] = [
  { sku: "CAR-0002", quantity: 3 },
  { sku: "CAR-0001", quantity: 1 },
];

/** The whole app over fakes; single parts may be replaced. */
export const openFakeShop = (parts: Partial<Dependencies> = {}) => {
  const orders = fakeOrderStore();
  const callees = fakeCallees();
  const clock = { now };
  const { inventory, payments, logistics, promotions } = callees;
  const base: Omit<Dependencies, "runner"> = {
    ...{ app: "order", version: "v1", orders, inventory, payments, logistics, limits },
    promotions,
    prices: { of: async () => new Map(catalogue.map((price) => [price.sku, price])) },
    ...{ countPlaced: () => {}, countRefused: () => {}, countStep: () => {}, countConfirmed: () => {} },
    countDiscountMissed: () => {},
    now: () => clock.now,
    random: () => 0,
    newOrderId,
    ...parts,
  };
  const runner = createRunner(base, {
    ...{ most: 10, leaseSeconds: 30, stepSeconds: 10 },
    detached: (work) => work(),
    log: { warn: () => {} },
  });
  const dependencies: Dependencies = { ...base, runner };
  const app = createApp(dependencies);
  const events = createSubscriptions(dependencies, { enabled: true });
  const post = (path: string, who: Identity, body: object, key: string = newId("key")) =>
    app.request(path, {
      method: "POST",
      headers: { ...who, "content-type": "application/json", "idempotency-key": key },
      body: JSON.stringify(body),
    });
  const place = (
    who: Identity,
    lines: readonly ReservationLine[] = someLines,
    key?: string,
    wish: { readonly codes?: readonly string[]; readonly agreedTotal?: Money } = {},
  ) => post("/v1/orders", who, { lines, deliverTo: address, ...wish }, key);
  /** Delivers an event and waits for everything that follows. */
  const tell = async <E extends EventDefinition>(event: E, data: EventData<E>, id: string = newId("evt")) => {
    const reply = await events.request(`/events/${event.topic}`, {
      method: "POST",
      headers: { "content-type": "application/cloudevents+json" },
      body: JSON.stringify({ specversion: "1.0", id, source: "/caravan/test", type: event.topic, data }),
    });
    await runner.idle();
    return reply.status;
  };
  const show = async (who: Identity, orderId: string): Promise<OrderReply> =>
    (await app.request(`/v1/orders/${orderId}`, { headers: who })).json();
  return { app, callees, clock, dependencies, orders, place, post, runner, show, tell };
};
