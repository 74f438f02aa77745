import { Refusal, ReservationStatus } from "@caravan/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hold, type Reservation, type Step, sameLines, transition } from "./reservation.ts";

const statuses = ReservationStatus.options;
const steps: readonly Step[] = ["commit", "release", "expire", "settle"];
const at = (status: Reservation["status"]): Reservation => ({
  ...hold({
    id: "rsv_1",
    orderId: "ord_1",
    lines: [{ sku: "CAR-0001", quantity: 2 }],
    now: new Date(0),
    holdMinutes: 15,
  }),
  status,
});

const outcome = (status: Reservation["status"], step: Step): string => {
  try {
    const next = transition(at(status), step);
    return [next.status, ...next.effects].join(" ");
  } catch (error) {
    return error instanceof Refusal ? error.code : "not a refusal";
  }
};

describe("a reservation", () => {
  it("takes each step only where it may, and refuses the others loudly", () => {
    const table = Object.fromEntries(
      statuses.map((status) => [status, steps.map((step) => outcome(status, step))]),
    );
    const ended = "reservation-ended";
    expect(table).toEqual({
      held: ["committed committed", "released released", "expired expired", "committed committed"],
      committed: ["committed", ended, ended, "committed"],
      released: [ended, "released", ended, "committed reserved committed"],
      expired: [ended, ended, "expired", "committed reserved committed"],
    });
  });

  it("changes nothing when a step is taken again", () => {
    for (const status of statuses)
      for (const step of steps) {
        if (outcome(status, step) === "reservation-ended") continue;
        const once = transition(at(status), step);
        expect(transition(at(once.status), step).effects).toEqual([]);
      }
  });

  it("keeps its lines in SKU order, whatever order they came in", () => {
    const skus = fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(skus, (numbers) => {
        const lines = numbers.map((n) => ({ sku: `CAR-${String(n).padStart(4, "0")}`, quantity: 1 }));
        const kept = hold({ id: "r", orderId: "o", lines, now: new Date(0), holdMinutes: 1 }).lines;
        expect(kept.map(({ sku }) => sku)).toEqual(lines.map(({ sku }) => sku).sort());
        expect(sameLines(kept, lines)).toBe(true);
      }),
    );
  });

  it("is the same only with the same SKUs and quantities", () => {
    const line = { sku: "CAR-0001", quantity: 2 };
    const other = { sku: "CAR-0002", quantity: 1 };
    expect(sameLines([line, other], [other, line])).toBe(true);
    expect(sameLines([line], [line, other])).toBe(false);
    expect(sameLines([line], [{ ...line, quantity: 3 }])).toBe(false);
    expect(sameLines([line], [other])).toBe(false);
  });
});
