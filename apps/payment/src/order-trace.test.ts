import { newId } from "@caravan/contracts";
import { recordSpans } from "@caravan/tracing/testing";
import { expect, it } from "vitest";
import { openFakePayments } from "./testing/fake-payments.ts";
import { advancePayments } from "./use-cases/advance-payments.ts";

const spans = recordSpans();
const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const [, traceId, parent] = traceparent.split("-");

/** A payment that was begun within a trace. */
const openTraced = async () => {
  const shop = openFakePayments();
  const orderId = newId("ord");
  const body = { orderId, shopperId: newId("gst"), returnUrl: "https://shop.test/orders" };
  await shop.app.request("/v1/payments", {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": orderId, traceparent },
    body: JSON.stringify({ ...body, amount: { amountCents: 5_000, currency: "EUR" } }),
  });
  const [id = ""] = shop.rows.keys();
  return { ...shop, orderId, id };
};

it("callbacks of the bank, and work that is due later, are in the trace in which the payment was begun", async () => {
  const shop = await openTraced();
  const { orderId } = shop;
  shop.later(30);
  await advancePayments(shop.dependencies);
  shop.bank.shopper(shop.id, "authorised");
  await shop.deliverLast();
  expect(spans()).toMatchObject([
    { name: "advance payment", traceId, parent, order: orderId },
    { name: "callback of bank", traceId, parent, order: orderId },
  ]);
});

it("the span in which money goes back says so: its trace is kept whatever the share", async () => {
  const shop = await openTraced();
  shop.bank.shopper(shop.id, "authorised");
  await shop.deliverLast();
  await shop.capture(shop.id);
  shop.bank.faults.push("down");
  await shop.refund(shop.id, 2_000);
  shop.bank.faults.length = 0;
  shop.later(3_600);
  await advancePayments(shop.dependencies);
  expect(spans()).toMatchObject([
    { name: "callback of bank", refund: false },
    { name: "advance payment", refund: true },
  ]);
});
