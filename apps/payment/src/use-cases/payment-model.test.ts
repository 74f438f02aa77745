import { newId } from "@caravan/contracts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { observe } from "../domain/observe.ts";
import { hasEnded, isOver } from "../domain/payment.ts";
import { isUnfinished } from "../domain/schedule.ts";
import { openFakePayments } from "../testing/fake-payments.ts";
import { type Fault, refundedOf } from "../testing/fake-provider.ts";
import type { Crash } from "../testing/fake-stores.ts";
import { advancePayments } from "./advance-payments.ts";
import { cancelOrderPayments } from "./cancel-order-payments.ts";
import { cancelPayment } from "./cancel-payment.ts";
import { capturePayment } from "./capture-payment.ts";
import { createPayment } from "./create-payment.ts";
import { momentOf } from "./moment.ts";
import { refundPayment } from "./refund-payment.ts";
import { retryPayment } from "./retry-payment.ts";

type Single =
  | { op: "create" | "capture" | "cancel" | "end" | "authorise" | "decline" | "work" }
  | { op: "refund"; key: string; amountCents: number }
  | { op: "callback"; which: number };
type Op =
  | Single
  | { op: "together"; both: readonly Single[] }
  | { op: "fault"; fault: Fault }
  | { op: "crash"; crash: Crash };

const single: fc.Arbitrary<Single> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("create", "capture", "authorise").map((op): Single => ({ op })) },
  { weight: 3, arbitrary: fc.constantFrom("cancel", "end", "decline", "work").map((op): Single => ({ op })) },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant("refund" as const),
      key: fc.constantFrom("a", "b", "c"),
      amountCents: fc.constantFrom(100, 250, 500),
    }),
  },
  // Any callback that was sent, again or out of order; those never chosen are lost.
  { weight: 3, arbitrary: fc.nat(5).map((which): Single => ({ op: "callback", which })) },
);
const op: fc.Arbitrary<Op> = fc.oneof(
  { weight: 8, arbitrary: single },
  {
    weight: 2,
    arbitrary: fc.array(single, { minLength: 2, maxLength: 3 }).map((both): Op => ({ op: "together", both })),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<Fault>("down", "reply-lost", "refused")
      .map((fault): Op => ({ op: "fault", fault })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Crash>("before", "after").map((crash): Op => ({ op: "crash", crash })),
  },
);

const open = () => {
  const shop = openFakePayments();
  const { dependencies, bank, rows, movements, later } = shop;
  const orderId = newId("ord");
  /** All attempts of the order, oldest first. */
  const all = () => [...rows.values()];
  const take = async (step: Op): Promise<unknown> => {
    const paymentId = all().at(-1)?.id ?? newId("pay");
    const named = { paymentId, idempotencyKey: paymentId };
    const wanted = { orderId, amountCents: 500, returnUrl: "https://shop.test", idempotencyKey: orderId };
    switch (step.op) {
      case "create":
        return createPayment(dependencies, wanted);
      case "capture":
        return capturePayment(dependencies, named);
      case "cancel":
        return cancelPayment(dependencies, named);
      case "end":
        return cancelOrderPayments(dependencies, { orderId, idempotencyKey: orderId });
      case "refund":
        return refundPayment(dependencies, { ...step, ...named, idempotencyKey: step.key, reason: "broken" });
      case "authorise":
      case "decline":
        return bank.shopper(paymentId, step.op === "authorise" ? "authorised" : "declined");
      case "work":
        return work();
      case "callback": {
        const sent = bank.callbacks[step.which];
        return (
          sent &&
          dependencies.payments.changeOnce(sent.id, sent.seen.paymentId, (known) =>
            observe(known, sent.seen, momentOf(dependencies)),
          )
        );
      }
      case "together":
        return Promise.allSettled(step.both.map(take));
      case "fault":
        return bank.faults.push(step.fault);
      case "crash":
        return shop.crashes.push(step.crash);
    }
  };
  /** The worker alone begins nothing at the bank. */
  const work = async (): Promise<void> => {
    later(400);
    const before = bank.asked.filter((what) => what === "create").length;
    await advancePayments(dependencies);
    expect(bank.asked.filter((what) => what === "create")).toHaveLength(before);
  };
  /** Invariants that must always hold. */
  const check = (): void => {
    for (const { refundedCents, reservedCents, capturedCents, amountCents, id } of all()) {
      const order = [0, refundedCents, reservedCents, capturedCents, amountCents];
      expect(order).toEqual([...order].sort((a, b) => a - b));
      const own = movements.filter(({ paymentId }) => paymentId === id).flatMap((it) => it.lines);
      expect(own.reduce((sum, line) => sum + line.amountCents, 0)).toBe(0);
      expect(deposits(own)).toBe(capturedCents - refundedCents);
      const intent = bank.intents.get(id);
      if (intent) expect(refundedOf(intent)).toBeLessThanOrEqual(intent.capturedCents);
    }
    // No order is paid twice: an attempt begins only after the previous one has ended without money.
    expect(all().filter((payment) => !isOver(payment)).length).toBeLessThanOrEqual(1);
  };
  return { ...shop, take, check, all, work };
};

const deposits = (lines: readonly { account: string; amountCents: number }[]): number =>
  0 -
  lines.filter(({ account }) => account === "customer-deposits").reduce((sum, it) => sum + it.amountCents, 0);

it("keeps books and bank consistent whatever is lost, refused, repeated, reordered or killed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(op, { minLength: 4, maxLength: 30, size: "max" }), async (steps) => {
      const { take, check, all, work, bank, crashes, movements, events, dependencies } = open();
      for (const step of steps) {
        await take(step).catch(() => undefined);
        check();
      }
      // The provider is reachable again and no request comes: the worker ends everything but what needs staff.
      bank.faults.length = 0;
      crashes.length = 0;
      for (let round = 0; round < 8; round += 1) await work();
      const isEnded = steps.some((step) => step.op === "end");
      // Staff retries payments in trouble, and an ended order repeats its cancellation until it is done.
      for (const { id, trouble } of all())
        if (trouble !== null) await retryPayment(dependencies, { paymentId: id, idempotencyKey: "staff" });
      if (isEnded) await take({ op: "end" });
      for (let round = 0; round < 3; round += 1) await work();
      check();
      for (const known of all()) {
        const intent = bank.intents.get(known.id);
        const keptAtBank = (intent?.capturedCents ?? 0) - (intent ? refundedOf(intent) : 0);
        const own = movements.filter(({ paymentId }) => paymentId === known.id);
        expect(deposits(own.flatMap((it) => it.lines))).toBe(keptAtBank);
        if (isEnded) expect(isOver(known)).toBe(true);
        if (isOver(known)) {
          expect(hasEnded(known)).toBe(true);
          expect(keptAtBank).toBe(0);
          expect(["voided", "declined", "captured", undefined]).toContain(intent?.status);
        }
        if (!isUnfinished(known)) expect(known.dueAt).toBeNull();
        const told = events.filter(({ data }) => data.paymentId === known.id).map(({ topic }) => topic);
        expect(told.filter((topic) => topic === "payment.authorised.v1").length).toBeLessThanOrEqual(1);
        expect(told.filter((topic) => topic === "payment.refunded.v1").length).toBe(
          known.refunds.filter(({ status }) => status === "succeeded").length,
        );
      }
    }),
    { numRuns: 1500 },
  );
});
