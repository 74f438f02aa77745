import { OrderStatus, SagaStep } from "@caravan/contracts";
import { describe, expect, it } from "vitest";
import { commands, ended, withStep } from "../testing/machine-inputs.ts";
import { at, orderIn } from "../testing/make-order.ts";
import { isLegal } from "./legal-transitions.ts";
import { advance } from "./machine.ts";
import type { Order } from "./order.ts";
import { mostAttempts, pauseSeconds } from "./saga.ts";

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
