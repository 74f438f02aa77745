import { describe, expect, it } from "vitest";
import { dayOf, isClosed, payoutLine } from "./statement.ts";

const date = "2026-11-25";
const day = dayOf(date) ?? { from: new Date(0), to: new Date(0) };

describe("the statement of a day", () => {
  it("is closed a minute after midnight, when no further movement of it can come", () => {
    expect(isClosed(day, new Date("2026-11-26T00:00:59.999Z"))).toBe(false);
    expect(isClosed(day, new Date("2026-11-26T00:01:00.000Z"))).toBe(true);
  });
  it("ends with a payout that belongs to the day and to no intent", () => {
    expect(payoutLine(date, day, { count: 2, sumCents: 70 })).toEqual({
      reference: "out_2026-11-25",
      type: "payout",
      intentId: null,
      merchantReference: null,
      refundReference: null,
      amountCents: 70,
      at: "2026-11-25T23:59:59.999Z",
    });
  });
  it("exists only for valid dates", () => {
    expect(day).toEqual({
      from: new Date("2026-11-25T00:00:00.000Z"),
      to: new Date("2026-11-26T00:00:00.000Z"),
    });
    expect(dayOf("2026-02-30")).toBeUndefined();
  });
});
