import { paymentAuthorised } from "@caravan/contracts";
import { recordSpans } from "@caravan/tracing/testing";
import { expect, it } from "vitest";
import { unclear } from "./testing/fake-callees.ts";
import { openPaidShop } from "./testing/paid-shop.ts";

const spans = recordSpans();
const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const [, traceId, parent] = traceparent.split("-");

it("its payment and its steps are in the trace of the request that placed it, linked with what caused them", async () => {
  const shop = await openPaidShop({ traceparent });
  const { id } = shop.order;
  expect(shop.order.traceparent).toBe(traceparent);
  await shop.tell(paymentAuthorised, shop.fact());
  const [begun, ...followed] = spans();
  expect(begun).toMatchObject({ name: "start payment", traceId, parent, order: id });
  const event = followed.find(({ name }) => name.startsWith("process "));
  expect(event).toMatchObject({ order: id });
  const steps = followed.filter(({ name }) => name.startsWith("step "));
  expect(steps.map(({ name }) => name)).toEqual([
    "step commit-stock",
    "step capture-payment",
    "step create-shipment",
  ]);
  for (const step of steps)
    expect(step).toMatchObject({ traceId, parent, order: id, links: [event?.traceId] });
});

it("a step that a later poll takes is in the order's trace, too", async () => {
  const shop = await openPaidShop({ traceparent });
  shop.answers.commit = [unclear];
  await shop.authorise();
  await shop.later(60);
  const again = spans().filter(({ name }) => name === "step commit-stock");
  expect(again).toHaveLength(2);
  for (const step of again) expect(step).toMatchObject({ traceId, order: shop.order.id });
  expect(again.at(-1)?.links).toEqual([]);
});
