import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dayOf, type RecordedMovement, statementLines } from "./statement.ts";

const date = "2026-11-25";
const day = dayOf(date) ?? { from: new Date(0), to: new Date(0) };
const movement = (amountCents: number): RecordedMovement => ({
  reference: `mov ${amountCents}`,
  type: amountCents > 0 ? "capture" : "refund",
  intentId: "int_1",
  merchantReference: "pay_1",
  refundReference: null,
  amountCents,
  at: new Date("2026-11-25T12:00:00.000Z"),
});
const lines = (cents: number[], now: string) => statementLines(date, day, cents.map(movement), new Date(now));

describe("the statement of a day", () => {
  it("pays out, once the day is closed, exactly what all its movements sum to", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -10_000, max: 10_000 }), { minLength: 1 }), (cents) => {
        const all = lines(cents, "2026-11-26T00:01:00.000Z");
        const payout = all.at(-1);
        expect(payout).toMatchObject({ type: "payout", reference: "out_2026-11-25", intentId: null });
        expect(payout?.amountCents).toBe(cents.reduce((sum, amount) => sum + amount, 0));
        expect(all).toHaveLength(cents.length + 1);
      }),
    );
  });
  it("has no payout while the day lasts, nor when nothing happened", () => {
    expect(lines([1], "2026-11-26T00:00:59.999Z").map(({ type }) => type)).toEqual(["capture"]);
    expect(lines([], "2026-12-01T00:00:00.000Z")).toEqual([]);
  });
  it("is of a day that the calendar has", () => {
    expect(day).toEqual({
      from: new Date("2026-11-25T00:00:00.000Z"),
      to: new Date("2026-11-26T00:00:00.000Z"),
    });
    expect(dayOf("2026-02-30")).toBeUndefined();
  });
});
