import { Refusal } from "@caravan/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { feeCents, type Intent, type Movement, type Step, transition } from "./intent.ts";

const at = (status: Intent["status"]): Intent => ({
  id: "int_0199b63a-0009-7000-8000-000000000009",
  merchantReference: "pay_1",
  status,
  amountCents: 1000,
  currency: "EUR",
  capturedCents: status === "captured" ? 1000 : 0,
  refundedCents: 0,
  declineReason: null,
  declinedCards: 0,
  description: null,
  returnUrl: "https://shop.test/",
  callbackUrl: "https://shop.test/",
  createdAt: new Date(0),
});
const refund = (refundReference: string, amountCents: number): Step => ({
  step: "refund",
  refundReference,
  amountCents,
});
const decline: Step = { step: "decline", reason: "card declined" };

const outcome = (intent: Intent, step: Step): string => {
  try {
    const { intent: next, changed } = transition(intent, [], step);
    return changed ? next.status : "same";
  } catch (error) {
    return error instanceof Refusal ? error.code : "fault";
  }
};

describe("an intent", () => {
  it.each([
    ["created", "authorised", "created", "intent-not-authorised", "voided", "refund-too-large"],
    ["authorised", "same", "same", "captured", "voided", "refund-too-large"],
    ["captured", "same", "same", "same", "intent-captured", "captured"],
    ["declined", "same", "same", "intent-not-authorised", "same", "refund-too-large"],
    ["voided", "same", "same", "intent-not-authorised", "same", "refund-too-large"],
  ] as const)(
    "that is %s: authorise %s, decline %s, capture %s, void %s, refund %s",
    (status, ...outcomes) => {
      const steps: Step[] = [{ step: "authorise" }, decline, { step: "capture" }, { step: "void" }];
      expect([...steps, refund("r", 400)].map((step) => outcome(at(status), step))).toEqual(outcomes);
    },
  );

  it("never refunds more than was captured, nor captures twice, for any sequence of steps", () => {
    const step = fc.oneof<fc.Arbitrary<Step>[]>(
      fc.constantFrom<Step>({ step: "authorise" }, decline, { step: "capture" }, { step: "void" }),
      fc
        .constantFrom("a", "b", "c", "d")
        .map((refundReference): Step => ({ step: "fail-refund", refundReference })),
      fc
        .tuple(fc.constantFrom("a", "b", "c", "d"), fc.integer({ min: 1, max: 1200 }))
        .map(([name, cents]) => refund(name, cents)),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let intent = at("created");
        const ledger: Movement[] = [];
        for (const next of [{ step: "authorise" } as const, ...steps]) {
          const refunds = ledger.flatMap(({ type, refundReference, amountCents }) =>
            type !== "refund" || refundReference === null
              ? []
              : [
                  {
                    refundReference,
                    amountCents: -amountCents,
                    failed: ledger.some(
                      (it) => it.type === "refund-failed" && it.refundReference === refundReference,
                    ),
                  },
                ],
          );
          try {
            const done = transition(intent, refunds, next);
            expect(done.changed).toBe(done.intent !== intent);
            if (!done.changed) expect([done.told, done.movements]).toEqual([undefined, []]);
            intent = done.intent;
            ledger.push(...done.movements);
          } catch (error) {
            expect(error).toBeInstanceOf(Refusal);
          }
          const sum = (type: Movement["type"]) =>
            ledger
              .filter((it) => it.type === type)
              .reduce((total, { amountCents }) => total + amountCents, 0);
          expect(sum("capture")).toBe(intent.capturedCents);
          expect(sum("refund") + sum("refund-failed")).toBe(0 - intent.refundedCents);
          expect(sum("fee")).toBe(0 - (intent.capturedCents === 0 ? 0 : feeCents(1000)));
          expect(intent.refundedCents).toBeLessThanOrEqual(intent.capturedCents);
          expect(intent.capturedCents).toBeLessThanOrEqual(intent.amountCents);
          expect(new Set(ledger.map(({ reference }) => reference)).size).toBe(ledger.length);
        }
      }),
    );
  });

  it("lets the shopper try three cards, and sends a callback only when the last one is declined", () => {
    const told: unknown[] = [];
    let intent = at("created");
    for (let card = 1; card <= 3; card += 1) {
      const next = transition(intent, [], decline);
      told.push([next.intent.status, next.told]);
      intent = next.intent;
    }
    expect(told).toEqual([
      ["created", undefined],
      ["created", undefined],
      ["declined", "intent.declined"],
    ]);
    const second = transition(at("created"), [], decline).intent;
    expect(transition(second, [], { step: "authorise" }).intent.status).toBe("authorised");
  });

  it("refunds once per reference, and not another amount under it", () => {
    const known = [{ refundReference: "r", amountCents: 400 }];
    const intent = { ...at("captured"), refundedCents: 400 };
    expect(transition(intent, known, refund("r", 400)).told).toBeUndefined();
    expect(() => transition(intent, known, refund("r", 401))).toThrow("refund-differs");
    expect(transition(intent, known, refund("s", 600)).intent.refundedCents).toBe(1000);
    expect(() => transition(intent, known, refund("s", 601))).toThrow("refund-too-large");
  });

  it("costs 1.4 % and 25 cents, in whole cents", () => {
    expect([1, 50, 1000, 12_345, 10_000_000_000].map(feeCents)).toEqual([25, 26, 39, 198, 140_000_025]);
  });
});
