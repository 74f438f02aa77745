import { newId } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { addToOrder, continueOrder } from "./continue-order.ts";
import { currentOrder, noteOrder, orderIdOf, withOrder } from "./order-scope.ts";
import { continueTrace, inSpan, traceHeaders } from "./spans.ts";
import { recordSpans } from "./testing/index.ts";

const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
const elsewhere = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const order = { orderId: newId("ord"), traceparent };

it("the stored trace is passed on where nothing records spans, and the request's where none is stored", async () => {
  const sent = () => traceHeaders({ traceparent: elsewhere }).traceparent;
  await continueOrder("step", order, async () => {
    expect([sent(), currentOrder()]).toEqual([traceparent, order.orderId]);
  });
  await continueOrder("step", { ...order, traceparent: null }, async () => {
    expect([sent(), currentOrder()]).toEqual([elsewhere, order.orderId]);
  });
  expect([sent(), currentOrder()]).toEqual([elsewhere, undefined]);
});

it("the order of a request, a reply or an event is its orderId, or its own id", () => {
  const { orderId } = order;
  expect([orderIdOf({ orderId }), orderIdOf({ id: orderId })]).toEqual([orderId, orderId]);
  expect([{ id: newId("pay") }, { orderId: "Ada" }, null, "x"].map(orderIdOf)).toEqual(
    Array(4).fill(undefined),
  );
});

describe("recorded", () => {
  const spans = recordSpans();
  const [, traceId = "", parent = ""] = traceparent.split("-");
  const [, otherTrace = ""] = elsewhere.split("-");
  const inOrder = { traceId, order: order.orderId };

  it("work done later is in the order's trace, a child of what was stored, and so are the calls it makes", async () => {
    let sent: string | undefined;
    await continueOrder("step", order, () =>
      inSpan("call", {}, async () => {
        sent = traceHeaders(undefined).traceparent;
      }),
    );
    expect(spans()).toMatchObject([
      { ...inOrder, name: "call", links: [] },
      { ...inOrder, name: "step", parent, links: [] },
    ]);
    expect(sent?.split("-")[1]).toBe(traceId);
  });

  it("a cause with a trace of its own is linked; one of the same trace is the parent", async () => {
    const cause = (carrier: string) =>
      continueTrace({ traceparent: carrier }, () => continueOrder("refund", order, async () => {}));
    await cause(elsewhere);
    await cause(traceparent.replace(parent, "1234567890abcdef"));
    expect(spans()).toMatchObject([
      { ...inOrder, parent, links: [otherTrace] },
      { ...inOrder, parent: "1234567890abcdef", links: [] },
    ]);
  });

  it("a callback whose order is known only afterwards is in the order's trace, linked with the request, which names the order", async () => {
    await continueTrace({ traceparent: elsewhere }, () =>
      withOrder(undefined, () =>
        inSpan("POST /callback", {}, async () => {
          addToOrder("callback", order, new Date(Date.now() - 50));
          expect(currentOrder()).toBe(order.orderId);
        }),
      ),
    );
    expect(spans()).toMatchObject([
      { ...inOrder, name: "callback", parent, links: [otherTrace] },
      { name: "POST /callback", traceId: otherTrace, order: order.orderId },
    ]);
  });

  it("work of a row without a trace stays in the trace of its cause", async () => {
    await continueTrace({ traceparent: elsewhere }, () =>
      continueOrder("step", { ...order, traceparent: null }, async () => {}),
    );
    expect(spans()).toMatchObject([{ traceId: otherTrace, order: order.orderId, links: [] }]);
  });

  it("an order that becomes known is on the current span and on those that follow", async () => {
    await withOrder(undefined, () =>
      inSpan("request", {}, async () => {
        await inSpan("before", {}, async () => {});
        noteOrder(order.orderId);
        await inSpan("after", {}, async () => {});
      }),
    );
    expect(spans().map(({ name, order: about }) => [name, about])).toEqual([
      ["before", undefined],
      ["after", order.orderId],
      ["request", order.orderId],
    ]);
  });
});
