import { newId } from "@caravan/contracts";
import { recordSpans } from "@caravan/tracing/testing";
import { expect, it } from "vitest";
import { address, openFakeLogistics } from "./testing/fake-logistics.ts";
import { dispatchDue } from "./use-cases/dispatch-due.ts";
import { pollDue } from "./use-cases/poll-due.ts";

const spans = recordSpans();
const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const [, traceId, parent] = traceparent.split("-");

it("handover, callbacks of the carrier and polls are in the trace in which the shipment was made", async () => {
  const { carrier, dependencies, pass, post, tell } = openFakeLogistics();
  const [orderId, shopperId] = [newId("ord"), newId("gst")];
  const body = { orderId, shopperId, deliverTo: address, lines: [{ sku: "CAR-0001", quantity: 1 }] };
  await post("/v1/shipments", orderId, body, { traceparent });
  pass(20);
  await dispatchDue(dependencies);
  const [reference = ""] = carrier.parcels.keys();
  await tell(reference, { sequence: 1, kind: "collected" });
  pass(60);
  await pollDue(dependencies);
  const inTrace = { traceId, parent, order: orderId };
  expect(spans()).toMatchObject([
    { name: "hand over shipment", ...inTrace },
    { name: "callback of carrier: collected", ...inTrace },
    { name: "poll carrier", ...inTrace },
  ]);
});
