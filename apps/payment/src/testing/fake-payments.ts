import { newId, type Payment } from "@caravan/contracts";
import { signBody } from "@caravan/service-kit";
import { createApp } from "../app.ts";
import type { Dependencies } from "../dependencies.ts";
import type { Seen } from "../domain/observe.ts";
import { callbackSecret, fakeProvider } from "./fake-provider.ts";
import { fakeStores } from "./fake-stores.ts";

/** The whole app over fakes, at half past nine; `later` moves the clock. */
export const openFakePayments = (parts: Partial<Dependencies> = {}) => {
  let now = new Date("2026-11-21T09:30:00.000Z");
  const clock = () => now;
  const stores = fakeStores(clock);
  const bank = fakeProvider(clock);
  const counted: string[] = [];
  const warned: unknown[] = [];
  const dependencies: Dependencies = {
    app: "payment",
    version: "v1",
    payments: stores.payments,
    books: stores.books,
    reconciliations: stores.reconciliations,
    provider: bank.provider,
    pollAfterSeconds: 20,
    now: clock,
    newPaymentId: () => newId("pay"),
    newRefundId: () => newId("rfd"),
    observer: {
      callback: (result) => void counted.push(result),
      differences: (count) => void counted.push(`differences ${count}`),
      refused: (asked) => void counted.push(`refused ${asked}`),
      standing: () => {},
      warn: (...line) => void warned.push(line),
    },
    ...parts,
  };
  const app = createApp(dependencies);
  const send = (path: string, body: unknown, headers: Record<string, string>) =>
    app.request(path, {
      method: "POST",
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
  const post = (path: string, body: unknown, key: string) => send(path, body, { "idempotency-key": key });
  const create = (
    amountCents = 5_000,
    orderId: string = newId("ord"),
    returnUrl = "https://shop.test/orders",
  ) =>
    post(
      "/v1/payments",
      {
        orderId,
        shopperId: newId("gst"),
        amount: { amountCents, currency: "EUR" },
        returnUrl,
      },
      orderId,
    );
  const callback = (body: string, signature = signBody(callbackSecret, body, clock())) =>
    send("/v1/callbacks/bank", body, { "bank-signature": signature });
  const staff = { "x-caravan-subject": newId("usr"), "x-caravan-scope": "shopper staff" };
  return {
    ...{ app, ...stores, bank, counted, warned, dependencies, post, create, callback },
    later(seconds: number) {
      now = new Date(now.getTime() + seconds * 1000);
    },
    get: (path: string) => app.request(path, { headers: staff }),
    postAsStaff: (path: string, key?: string) =>
      send(path, undefined, { ...staff, ...(key === undefined ? {} : { "idempotency-key": key }) }),
    capture: (id: string) => post(`/v1/payments/${id}/capture`, undefined, id),
    cancel: (id: string) => post(`/v1/payments/${id}/cancellation`, undefined, id),
    cancelOrder: (orderId: string) => post("/v1/payments/cancellations", { orderId }, orderId),
    refund: (id: string, amountCents: number, key: string = newId("key")) =>
      post(`/v1/payments/${id}/refunds`, { amount: { amountCents, currency: "EUR" }, reason: "broken" }, key),
    /** Delivers the bank's newest callback. */
    deliverLast: () => callback(callbackBody(bank.callbacks.at(-1))),
    created: async (): Promise<Payment> => (await (await create()).json()) as Payment,
  };
};

/** What the bank would post. */
export const callbackBody = (
  callback: { id: string; seen: Seen } | undefined,
  extra: object = {},
): string => {
  if (callback === undefined) throw new Error("the bank has sent nothing");
  const { intentId, paymentId, ...rest } = callback.seen;
  return JSON.stringify({
    id: callback.id,
    type: "intent.authorised",
    createdAt: "2026-11-21T09:30:00.000Z",
    intent: { ...rest, id: intentId, merchantReference: paymentId, refundedCents: 0, ...extra },
  });
};
