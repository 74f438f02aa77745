import { newId, OrderStatus, orderAllows, orderIsFinal, Refusal } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { commands, paymentId, refundsOf, total } from "../testing/machine-inputs.ts";
import { at, orderIn } from "../testing/make-order.ts";
import type { Fact } from "./facts.ts";
import { isLegal } from "./legal-transitions.ts";
import { advance } from "./machine.ts";

const shipmentId = newId("shp");
const facts: readonly Fact[] = [
  { kind: "payment-started", paymentId },
  { kind: "payment-authorised", paymentId, amountCents: total },
  { kind: "payment-declined", paymentId, why: "no cover" },
  { kind: "payment-refunded", paymentId, refunds: refundsOf(500), why: "broken" },
  { kind: "payment-refund-failed", paymentId, amountCents: 500, refunds: refundsOf(0, 500, 500) },
  { kind: "shipment-dispatched", shipmentId },
  { kind: "shipment-delivered", shipmentId },
  { kind: "shipment-returned", shipmentId, why: "undeliverable" },
  { kind: "deadline-over" },
];
/** The status that each fact leads to from each status; facts that are not listed change no status. */
const leads: Readonly<Partial<Record<OrderStatus, Partial<Record<Fact["kind"], OrderStatus>>>>> = {
  placed: {
    "payment-authorised": "payment-authorised",
    "deadline-over": "expired",
  },
  "stock-reserved": { "payment-authorised": "payment-authorised" },
  confirmed: {
    "shipment-dispatched": "dispatched",
    "shipment-delivered": "delivered",
    "shipment-returned": "returned",
  },
  dispatched: { "shipment-delivered": "delivered", "shipment-returned": "returned" },
  delivered: { "shipment-returned": "returned" },
  cancelling: {
    "shipment-dispatched": "dispatched",
    "shipment-delivered": "delivered",
    "shipment-returned": "returned",
  },
  "return-requested": { "shipment-returned": "returned" },
  refunded: { "payment-refund-failed": "returned" },
};
const allowed: Readonly<Record<keyof typeof commands, Partial<Record<OrderStatus, OrderStatus>>>> = {
  cancel: {
    placed: "cancelled",
    "stock-reserved": "cancelled",
    "payment-authorised": "cancelled",
    confirmed: "cancelling",
  },
  return: { delivered: "return-requested" },
  retry: {},
  refund: {
    confirmed: "confirmed",
    dispatched: "dispatched",
    delivered: "delivered",
    "return-requested": "return-requested",
  },
};

const matrix = OrderStatus.options.flatMap((status) =>
  facts.map((fact) => ({ status, fact, kind: fact.kind })),
);

describe("a fact", () => {
  it.each(matrix)(
    "$kind in $status leads to the expected status, and is never refused",
    ({ status, fact, kind }) => {
      const order = orderIn(status, { paymentId });
      const next = advance(order, fact, at(1_000_000));
      expect(next.order.status).toBe(leads[status]?.[kind] ?? status);
      expect(next.entries.every((entry) => entry.who !== "" && entry.what !== "")).toBe(true);
      const ended = next.order.status !== status && orderIsFinal(next.order.status);
      expect(next.events.map(({ topic }) => topic)).toEqual(ended ? ["order.ended.v1"] : []);
      const { steps, nextAttemptAt, attention } = next.order.saga;
      expect(nextAttemptAt === null).toBe(steps.length === 0 || attention === "refund-failed");
    },
  );

  it.each(OrderStatus.options)("that comes twice in %s has its effect once", (status) => {
    for (const fact of facts.filter(({ kind }) => kind !== "payment-refunded")) {
      const once = advance(orderIn(status, { paymentId }), fact, at(1_000_000)).order;
      expect(advance(once, fact, at(1_000_000)).order).toMatchObject({ status: once.status });
      expect(advance(once, fact, at(1_000_000)).order.saga.steps).toEqual(once.saga.steps);
    }
  });

  it.each(OrderStatus.options.filter((status) => !orderIsFinal(status)))(
    "leaves no order stalled in %s: past its deadline it gets a step",
    (status) => {
      const { order } = advance(orderIn(status), { kind: "deadline-over" }, at(1_000_000));
      expect(order.saga.steps).not.toEqual([]);
    },
  );
});

describe("a command", () => {
  const cases = Object.values(commands).flatMap((command) =>
    OrderStatus.options.map((status) => ({ command, status, kind: command.kind })),
  );
  it.each(cases)("$kind in $status is done or refused with a reason", ({ command, status, kind }) => {
    const to = allowed[kind][status];
    const order = orderIn(status);
    if (to !== undefined) expect(advance(order, command, at()).order.status).toBe(to);
    else expect(() => advance(order, command, at())).toThrow(Refusal);
  });

  it.each(["cancel", "return", "refund"] as const)(
    "to %s is done exactly where the status allows it",
    (kind) => {
      for (const status of OrderStatus.options)
        expect(orderAllows(status, kind), status).toBe(allowed[kind][status] !== undefined);
    },
  );

  it("to refund more than is left is refused", () => {
    const order = orderIn("delivered", { refundedCents: total - 99 });
    expect(() => advance(order, commands.refund, at())).toThrow("refund-too-large");
  });
});

it("a final status can be left only by a return or a failed refund", () => {
  for (const status of OrderStatus.options.filter(orderIsFinal))
    for (const to of OrderStatus.options.filter((other) => other !== status))
      expect(isLegal(status, to), `${status} → ${to}`).toBe(
        (status === "delivered" && ["return-requested", "returned"].includes(to)) ||
          (status === "refunded" && to === "returned"),
      );
});
