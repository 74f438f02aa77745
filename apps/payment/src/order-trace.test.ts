import { newId } from "@caravan/contracts";
import { recordSpans } from "@caravan/tracing/testing";
import { expect, it } from "vitest";
import { openFakePayments } from "./testing/fake-payments.ts";
import { advancePayments } from "./use-cases/advance-payments.ts";

const spans = recordSpans();
const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const [, traceId, parent] = traceparent.split("-");

it("callbacks of the bank, and work that is due later, are in the trace in which the payment was begun", async () => {
  const shop = openFakePayments();
  const orderId = newId("ord");
  const body = { orderId, shopperId: newId("gst"), returnUrl: "https://shop.test/orders" };
  await shop.app.request("/v1/payments", {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": orderId, traceparent },
    body: JSON.stringify({ ...body, amount: { amountCents: 5_000, currency: "EUR" } }),
  });
  const [id = ""] = shop.rows.keys();
  shop.later(30);
  await advancePayments(shop.dependencies);
  shop.bank.shopper(id, "authorised");
  await shop.deliverLast();
  expect(spans()).toMatchObject([
    { name: "advance payment", traceId, parent, order: orderId },
    { name: "callback of bank", traceId, parent, order: orderId },
  ]);
});
