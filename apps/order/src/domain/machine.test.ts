import { newId, OrderStatus, Refusal, SagaStep } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { at, orderIn } from "../testing/make-order.ts";
import type { Command, Fact } from "./facts.ts";
import { isLegal } from "./legal-transitions.ts";
import { advance } from "./machine.ts";
import type { Order } from "./order.ts";
import { isFinal, pauseSeconds } from "./saga.ts";

const total = orderIn("placed").totalCents;
const paymentId = newId("pay");
const shipmentId = newId("shp");
const facts: readonly Fact[] = [
  { kind: "payment-started", paymentId },
  { kind: "payment-authorised", paymentId, amountCents: total },
  { kind: "payment-declined", paymentId, why: "no cover" },
  { kind: "payment-refunded", paymentId, refundedCents: 500, why: "broken" },
  { kind: "shipment-dispatched", shipmentId },
  { kind: "shipment-delivered", shipmentId },
  { kind: "shipment-returned", shipmentId, why: "undeliverable" },
  { kind: "deadline-over" },
];
const who = "shopper:1";
const commands = {
  cancel: { kind: "cancel", who, why: null },
  return: { kind: "return", who, why: null },
  retry: { kind: "retry", who, why: "look" },
  refund: { kind: "refund", who, why: "scratch", refundId: newId("rfd"), amountCents: 100 },
} satisfies Record<string, Command>;

/** Where each fact leads from each status; what is not listed changes no status. */
const leads: Readonly<Partial<Record<OrderStatus, Partial<Record<Fact["kind"], OrderStatus>>>>> = {
  placed: {
    "payment-authorised": "payment-authorised",
    "payment-declined": "payment-failed",
    "deadline-over": "expired",
  },
  "stock-reserved": { "payment-authorised": "payment-authorised", "payment-declined": "payment-failed" },
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
    "$kind in $status leads where it should, and is never refused",
    ({ status, fact, kind }) => {
      const order = orderIn(status, { paymentId });
      const next = advance(order, fact, at(1_000_000));
      expect(next.order.status).toBe(leads[status]?.[kind] ?? status);
      expect(next.entries.every((entry) => entry.who !== "" && entry.what !== "")).toBe(true);
      const ended = next.order.status !== status && isFinal(next.order.status);
      expect(next.events.map(({ topic }) => topic)).toEqual(ended ? ["order.ended.v1"] : []);
      expect(next.order.saga.nextAttemptAt === null).toBe(next.order.saga.steps.length === 0);
    },
  );

  it.each(OrderStatus.options)("that is told twice in %s is the same as once", (status) => {
    for (const fact of facts.filter(({ kind }) => kind !== "payment-refunded")) {
      const once = advance(orderIn(status, { paymentId }), fact, at(1_000_000)).order;
      expect(advance(once, fact, at(1_000_000)).order).toMatchObject({ status: once.status });
      expect(advance(once, fact, at(1_000_000)).order.saga.steps).toEqual(once.saga.steps);
    }
  });

  it.each(OrderStatus.options.filter((status) => !isFinal(status)))(
    "leaves no order in %s behind: past its deadline it gets a step",
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

  it("to give back more than is left is refused", () => {
    const order = orderIn("delivered", { refundedCents: total - 99 });
    expect(() => advance(order, commands.refund, at())).toThrow("refund-too-large");
  });
});

const withStep = (status: OrderStatus, step: SagaStep): Order => {
  const order = orderIn(status);
  return { ...order, saga: { ...order.saga, steps: [step], nextAttemptAt: at().now } };
};

describe("a step", () => {
  const outcomes = SagaStep.options.flatMap((step) =>
    (["step-done", "step-refused", "step-unclear"] as const).map((kind) => ({ step, kind })),
  );
  it.each(outcomes)("$step that is not at hand changes nothing by $kind", ({ step, kind }) => {
    for (const status of OrderStatus.options) {
      const order = orderIn(status);
      expect(advance(order, { kind, step, learned: {}, code: "x", why: "x" }, at()).order).toBe(order);
    }
  });

  it.each(outcomes)("$step at hand moves by $kind where an order may go, or not at all", ({ step, kind }) => {
    for (const status of OrderStatus.options) {
      const order = withStep(status, step);
      const go = () => advance(order, { kind, step, learned: {}, code: "x", why: "x" }, at()).order;
      try {
        const next = go();
        expect(isLegal(status, next.status)).toBe(true);
        if (kind === "step-unclear") expect(next.saga).toMatchObject({ steps: [step], attempts: 1 });
        expect(next.saga.nextAttemptAt === null).toBe(next.saga.steps.length === 0);
      } catch (error) {
        // A step that never stands in the queue of that status.
        expect(String(error)).toContain("an order cannot go from");
      }
    }
  });

  it("that stays unclear is tried for ever, at most a minute apart, and tells of the tenth time", () => {
    let order = withStep("payment-authorised", "capture-payment");
    const told: string[] = [];
    for (let i = 0; i < 30; i += 1) {
      const next = advance(order, { kind: "step-unclear", step: "capture-payment", why: "timeout" }, at());
      order = next.order;
      told.push(...next.entries.map(({ what }) => what));
    }
    expect(told).toEqual(["capture-payment unclear", "capture-payment is stuck"]);
    expect(order.saga).toMatchObject({ attempts: 30, lastError: "timeout" });
    for (const jitter of [0, 1])
      for (let attempts = 1; attempts < 100; attempts += 1) {
        expect(pauseSeconds(attempts, jitter)).toBeGreaterThanOrEqual(0.25);
        expect(pauseSeconds(attempts, jitter)).toBeLessThanOrEqual(60);
      }
  });
});

it("no status that is final can be left but for a return", () => {
  for (const status of OrderStatus.options.filter(isFinal))
    for (const to of OrderStatus.options.filter((other) => other !== status))
      expect(isLegal(status, to), `${status} → ${to}`).toBe(
        status === "delivered" && ["return-requested", "returned"].includes(to),
      );
});
