import { newId } from "@caravan/contracts";
import fc from "fast-check";
import { expect, it } from "vitest";
import { observe } from "../domain/observe.ts";
import { hasEnded } from "../domain/payment.ts";
import { openFakePayments } from "../testing/fake-payments.ts";
import { type Fault, refundedOf } from "../testing/fake-provider.ts";
import type { Crash } from "../testing/fake-stores.ts";
import { advancePayments } from "./advance-payments.ts";
import { cancelPayment } from "./cancel-payment.ts";
import { capturePayment } from "./capture-payment.ts";
import { createPayment } from "./create-payment.ts";
import { momentOf } from "./moment.ts";
import { refundPayment } from "./refund-payment.ts";

type Single =
  | { op: "create" | "capture" | "cancel" | "authorise" | "decline" | "work" }
  | { op: "refund"; key: string; amountCents: number }
  | { op: "callback"; which: number };
type Op =
  | Single
  | { op: "together"; both: readonly Single[] }
  | { op: "fault"; fault: Fault }
  | { op: "crash"; crash: Crash };

const single: fc.Arbitrary<Single> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("create", "capture", "authorise").map((op): Single => ({ op })) },
  { weight: 3, arbitrary: fc.constantFrom("cancel", "decline", "work").map((op): Single => ({ op })) },
  {
    weight: 2,
    arbitrary: fc.record({
      op: fc.constant("refund" as const),
      key: fc.constantFrom("a", "b", "c"),
      amountCents: fc.constantFrom(100, 250, 500),
    }),
  },
  // Any callback that was ever sent, again or out of order; those never chosen are lost.
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
    arbitrary: fc.constantFrom<Fault>("down", "reply-lost").map((fault): Op => ({ op: "fault", fault })),
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
  const payment = () => [...rows.values()][0];
  const take = async (step: Op): Promise<unknown> => {
    const paymentId = payment()?.id ?? newId("pay");
    const named = { paymentId, idempotencyKey: paymentId };
    const wanted = { orderId, amountCents: 500, returnUrl: "https://shop.test", idempotencyKey: orderId };
    switch (step.op) {
      case "create":
        return createPayment(dependencies, wanted);
      case "capture":
        return capturePayment(dependencies, named);
      case "cancel":
        return cancelPayment(dependencies, named);
      case "refund":
        return refundPayment(dependencies, { ...step, ...named, idempotencyKey: step.key, reason: "broken" });
      case "authorise":
      case "decline":
        return bank.shopper(paymentId, step.op === "authorise" ? "authorised" : "declined");
      case "work":
        later(400);
        return advancePayments(dependencies);
      case "callback": {
        const sent = bank.callbacks[step.which];
        return (
          sent &&
          dependencies.payments.changeOnce(sent.id, paymentId, (known) =>
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
  /** What may never be wrong, not even for a moment. */
  const check = (): void => {
    const known = payment();
    if (known === undefined) return;
    const { refundedCents, reservedCents, capturedCents, amountCents } = known;
    const order = [0, refundedCents, reservedCents, capturedCents, amountCents];
    expect(order).toEqual([...order].sort((a, b) => a - b));
    const lines = movements.flatMap((it) => it.lines);
    expect(lines.reduce((sum, line) => sum + line.amountCents, 0)).toBe(0);
    expect(deposits(lines)).toBe(capturedCents - refundedCents);
    const intent = bank.intents.get(known.id);
    if (intent) expect(refundedOf(intent)).toBeLessThanOrEqual(intent.capturedCents);
  };
  return { ...shop, take, check, payment };
};

const deposits = (lines: readonly { account: string; amountCents: number }[]): number =>
  0 -
  lines.filter(({ account }) => account === "customer-deposits").reduce((sum, it) => sum + it.amountCents, 0);

it("keeps books and bank in step whatever is lost, repeated, reordered or killed", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(op, { minLength: 4, maxLength: 30, size: "max" }), async (steps) => {
      const { take, check, payment, bank, crashes, movements, events } = open();
      for (const step of steps) {
        await take(step).catch(() => undefined);
        check();
      }
      // The provider can be reached again, and nobody asks for anything: the worker ends it alone.
      bank.faults.length = 0;
      crashes.length = 0;
      for (let round = 0; round < 8; round += 1) await take({ op: "work" });
      check();
      const known = payment();
      if (known === undefined) return;
      const intent = bank.intents.get(known.id);
      const keptAtBank = (intent?.capturedCents ?? 0) - (intent ? refundedOf(intent) : 0);
      expect(deposits(movements.flatMap((it) => it.lines))).toBe(keptAtBank);
      if (known.cancelRequested || hasEnded(known)) {
        expect(hasEnded(known)).toBe(true);
        expect(keptAtBank).toBe(0);
        expect(["voided", "declined", "captured", undefined]).toContain(intent?.status);
      }
      if (known.status !== "requires-confirmation") expect(known.dueAt).toBeNull();
      const told = events.map(({ topic }) => topic);
      expect(told.filter((topic) => topic === "payment.authorised.v1").length).toBeLessThanOrEqual(1);
      expect(told.filter((topic) => topic === "payment.refunded.v1").length).toBe(
        known.refunds.filter(({ status }) => status === "succeeded").length,
      );
    }),
    { numRuns: 1500 },
  );
});
