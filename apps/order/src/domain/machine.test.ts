import { newId, OrderStatus, orderIsFinal, Refusal, SagaStep } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { at, orderIn } from "../testing/make-order.ts";
import type { Command, Fact, Outcome, StepFact } from "./facts.ts";
import { isLegal } from "./legal-transitions.ts";
import { advance } from "./machine.ts";
import type { Order } from "./order.ts";
import { mostAttempts, pauseSeconds } from "./saga.ts";

const total = orderIn("placed").totalCents;
const paymentId = newId("pay");
const shipmentId = newId("shp");
const refundsOf = (refundedCents: number, failedCents = 0, lostCents = 0) => ({
  ...{ refundedCents, failedCents, lostCents },
});
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
const who = "shopper:1";
const commands = {
  cancel: { kind: "cancel", who, why: null },
  return: { kind: "return", who, why: null },
  retry: { kind: "retry", who, why: "look" },
  refund: { kind: "refund", who, why: "scratch", refundId: newId("rfd"), amountCents: 100 },
} satisfies Record<string, Command>;

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

  it("to refund more than is left is refused", () => {
    const order = orderIn("delivered", { refundedCents: total - 99 });
    expect(() => advance(order, commands.refund, at())).toThrow("refund-too-large");
  });
});

const ended = (step: SagaStep, outcome: Outcome): StepFact => ({ kind: "step", step, outcome });
const withStep = (status: OrderStatus, step: SagaStep): Order => {
  const order = orderIn(status);
  return { ...order, saga: { ...order.saga, steps: [step], nextAttemptAt: at().now } };
};

describe("a step", () => {
  const outcomes = SagaStep.options.flatMap((step) =>
    (["done", "refused", "unclear"] as const).map((kind) => ({ step, kind })),
  );
  it.each(outcomes)("$step that is not the next one changes nothing by $kind", ({ step, kind }) => {
    for (const status of OrderStatus.options) {
      const order = orderIn(status);
      expect(advance(order, ended(step, { kind, learned: {}, code: "x", why: "x" }), at()).order).toBe(order);
    }
  });

  it.each(outcomes)(
    "$step that is the next one makes a legal transition by $kind, or none",
    ({ step, kind }) => {
      for (const status of OrderStatus.options) {
        const order = withStep(status, step);
        const go = () => advance(order, ended(step, { kind, learned: {}, code: "x", why: "x" }), at()).order;
        try {
          const next = go();
          expect(isLegal(status, next.status)).toBe(true);
          if (kind === "unclear") expect(next.saga).toMatchObject({ steps: [step], attempts: 1 });
          const waits = next.saga.steps.length > 0 && next.saga.attention === null;
          expect(next.saga.nextAttemptAt !== null).toBe(waits);
        } catch (error) {
          // A step that is never queued in that status.
          expect(String(error)).toContain("an order cannot go from");
        }
      }
    },
  );

  const asked = (order: Order, times: number, code?: string) => {
    const told: string[] = [];
    for (let i = 0; i < times && order.saga.nextAttemptAt !== null; i += 1) {
      const step = order.saga.steps[0] ?? "capture-payment";
      const next = advance(order, ended(step, { kind: "unclear", why: "timeout", code }), at());
      order = next.order;
      told.push(...next.entries.map(({ what }) => what));
    }
    return { order, told };
  };

  it("without an answer is tried for days, shown to staff from the tenth time, and left to them in the end", () => {
    const first = asked(withStep("payment-authorised", "capture-payment"), 30);
    expect(first.told).toEqual(["capture-payment unclear", "capture-payment is stuck"]);
    expect(first.order.saga).toMatchObject({
      ...{ attempts: 30, lastError: "timeout", attention: "capture-payment-stuck" },
    });
    const { order, told } = asked(first.order, 1_000);
    expect(told).toEqual(["capture-payment left to staff"]);
    expect(order.saga).toMatchObject({
      ...{ attempts: mostAttempts, nextAttemptAt: null, steps: ["capture-payment"] },
      attention: "capture-payment-unanswered",
    });
    const pauses = Array.from({ length: mostAttempts }, (_, i) => pauseSeconds(i + 1, 0));
    expect(pauses.reduce((sum, seconds) => sum + seconds, 0)).toBeGreaterThan(86_400);
  });

  it("that a callee refuses with an unknown code is tried ten times and left to staff", () => {
    const { order } = asked(withStep("confirmed", "create-shipment"), 1_000, "shipment-differs");
    expect(order).toMatchObject({
      status: "confirmed",
      saga: { attempts: 10, nextAttemptAt: null, attention: "create-shipment-rejected" },
    });
    expect(advance(order, { kind: "deadline-over" }, at(1_000_000)).order).toBe(order);
    const again = advance(order, commands.retry, at(5)).order;
    expect(again.saga).toMatchObject({ attempts: 0, nextAttemptAt: at(5).now, attention: null });
  });

  it("that would keep an order in `placed` lets it expire instead", () => {
    const { order } = asked(withStep("placed", "reserve-stock"), 1_000, "reservation-differs");
    expect(order.status).toBe("expired");
  });

  it("pauses after each attempt, at most a minute within the first hour and fifteen minutes later", () => {
    for (const jitter of [0, 1])
      for (let attempts = 1; attempts < mostAttempts; attempts += 1) {
        expect(pauseSeconds(attempts, jitter)).toBeGreaterThanOrEqual(0.25);
        expect(pauseSeconds(attempts, jitter)).toBeLessThanOrEqual(attempts > 70 ? 900 : 60);
      }
  });

  it("to fetch a parcel back that is refused for good is left to staff, who can still refund the money", () => {
    const waiting = withStep("return-requested", "create-return");
    const { order } = advance(
      waiting,
      ended("create-return", { kind: "refused", code: "address-erased", why: "gone" }),
      at(),
    );
    expect(order).toMatchObject({
      status: "return-requested",
      saga: { steps: ["create-return"], nextAttemptAt: null, attention: "create-return-refused" },
    });
    expect(advance(order, { kind: "deadline-over" }, at(1_000_000)).order).toBe(order);
    const refunded = advance(order, commands.refund, at());
    expect(refunded.order.saga.steps).toEqual(["refund-payment", "create-return"]);
    expect(refunded.order.saga.nextAttemptAt).toEqual(at().now);
  });
});

describe("a refund that the bank fails", () => {
  const failed = (order: Order, lostCents = total) =>
    advance(
      order,
      {
        ...{ kind: "payment-refund-failed", paymentId, amountCents: total },
        refunds: refundsOf(total - lostCents, total, lostCents),
      },
      at(1),
    ).order;
  const refunded = (order: Order, refunds = refundsOf(total, total)) =>
    advance(order, { kind: "payment-refunded", paymentId, refunds, why: "all" }, at(2)).order;
  const gone = orderIn("refunded", { paymentId, refundedCents: total });

  it("is subtracted from what was refunded, and leaves the order to staff until the money has arrived", () => {
    const next = failed(gone);
    expect(next).toMatchObject({
      ...{ status: "returned", refundedCents: 0, refundFailedCents: total },
      saga: { steps: ["refund-payment"], nextAttemptAt: null, attention: "refund-failed" },
    });
    expect(failed(next)).toMatchObject({ refundedCents: 0, saga: next.saga });
    const again = refunded(next);
    expect(again).toMatchObject({
      ...{ status: "returned", refundedCents: total },
      saga: { steps: ["refund-payment"], nextAttemptAt: at(2).now, attention: null },
    });
    const done = { kind: "done", learned: { refunds: refundsOf(total, total) } } as const;
    const order = advance(again, ended("refund-payment", done), at(3)).order;
    expect(order).toMatchObject({ status: "refunded", refundedCents: total, saga: { attention: null } });
  });

  it("counts in whatever order the two events arrive", () => {
    const unheard = orderIn("cancelled", { paymentId });
    const late = refunded(failed(unheard), refundsOf(total));
    expect(late).toMatchObject({ refundedCents: 0, saga: { attention: "refund-failed" } });
    const made = failed(refunded(failed(unheard)));
    expect(made).toMatchObject({ refundedCents: total, saga: { attention: null } });
    expect(failed(gone, 0)).toMatchObject({ status: "refunded", refundedCents: total });
  });

  it("does not end an order by an older reply that it was done", () => {
    const waiting = failed({ ...withStep("returned", "refund-payment"), paymentId });
    const done = { kind: "done", learned: { refunds: refundsOf(total) } } as const;
    const next = advance(waiting, ended("refund-payment", done), at(2)).order;
    expect(next).toMatchObject({ status: "returned", refundedCents: 0, saga: { steps: ["refund-payment"] } });
  });

  it.each(["delivered", "cancelled"] as const)(
    "is shown for an order that is %s, whatever else is done",
    (status) => {
      const order = { ...withStep(status, "return-stock"), paymentId, refundedCents: total };
      const next = failed(order);
      expect(next).toMatchObject({ status, refundedCents: 0, saga: { steps: ["return-stock"] } });
      const after = advance(next, ended("return-stock", { kind: "done", learned: {} }), at(2)).order;
      expect(after.saga).toMatchObject({ steps: [], attention: "refund-failed" });
      expect(advance(after, commands.retry, at(3)).order.saga.attention).toBeNull();
    },
  );

  it("is not to be made good by a new one, which could pay twice, until it is back; all that is left may go back", () => {
    const owing = failed(orderIn("delivered", { paymentId, refundedCents: 300 }));
    const wants = (order: Order, amountCents: number) =>
      advance(order, { ...commands.refund, amountCents }, at(2)).order.saga.refund;
    expect(() => wants(owing, 100)).toThrow("order-not-refundable");
    expect(() => wants(owing, 100)).toThrow(paymentId);
    expect(wants(owing, total)).toMatchObject({ amountCents: total });
    expect(wants(refunded(owing, refundsOf(300, total)), 100)).toMatchObject({ amountCents: 100 });
  });

  it("of an earlier payment is shown, and does not change the figures of this one", () => {
    const order = orderIn("delivered", { refundedCents: 300 });
    expect(failed(order)).toMatchObject({ refundedCents: 300, saga: { attention: "refund-failed" } });
  });
});

describe("an order that was declined", () => {
  const declined = (order: Order, paymentId: string) =>
    advance(order, { kind: "payment-declined", paymentId, why: "no cover" }, at(60)).order;
  const [first, second] = [newId("pay"), newId("pay")].sort() as [string, string];
  const started = (order: Order, paymentId: string) =>
    advance(order, { kind: "payment-started", paymentId }, at(61)).order;
  const authorised = (order: Order, paymentId: string) =>
    advance(order, { kind: "payment-authorised", paymentId, amountCents: total }, at(62)).order;

  it("stays payable until its payBy, and not longer", () => {
    const order = orderIn("stock-reserved", { paymentId: first });
    const next = declined(order, first);
    expect(next).toMatchObject({ status: "stock-reserved", paymentId: null });
    expect(next.saga).toEqual(order.saga);
    const late = advance(next, { kind: "deadline-over" }, at(1_000));
    expect(late.order).toMatchObject({
      status: "expired",
      saga: { steps: ["cancel-payment", "release-stock"] },
    });
  });

  it("is paid by the next payment, and late money of the first is refunded", () => {
    const again = started(declined(orderIn("stock-reserved", { paymentId: first }), first), second);
    const paid = authorised(again, second);
    expect(paid).toMatchObject({ status: "payment-authorised", paymentId: second });
    const both = authorised(paid, first);
    expect(both).toMatchObject({ paymentId: second, saga: { earlierPayments: [first] } });
    expect(both.saga.steps).toEqual(["commit-stock", "capture-payment", "cancel-earlier-payment"]);
    expect(authorised(both, first)).toBe(both);
  });

  it("is paid by the payment that is authorised first, and the other is cancelled", () => {
    const again = started(declined(orderIn("stock-reserved", { paymentId: first }), first), second);
    expect(authorised(again, first)).toMatchObject({
      ...{ status: "payment-authorised", paymentId: first },
      saga: {
        steps: ["commit-stock", "capture-payment", "cancel-earlier-payment"],
        earlierPayments: [second],
      },
    });
  });

  it("drops the current payment only, whatever comes late", () => {
    const again = started(orderIn("stock-reserved", { paymentId: first }), second);
    expect(declined(again, first).paymentId).toBe(second);
    expect(started(again, first).paymentId).toBe(second);
  });

  it("has a further payment cancelled that is begun while the first is authorised", () => {
    const paid = authorised(orderIn("stock-reserved", { paymentId: first }), first);
    expect(started(paid, second).saga.earlierPayments).toEqual([second]);
  });

  it("that is given up has all of its payments cancelled, without a list of them", () => {
    const paid = authorised(started(orderIn("stock-reserved", { paymentId: first }), second), first);
    const given = advance(paid, commands.cancel, at(63)).order;
    expect(given.saga).toMatchObject({ steps: ["cancel-payment", "return-stock"], earlierPayments: [] });
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
