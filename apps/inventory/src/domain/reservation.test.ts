import { Refusal, ReservationStatus } from "@caravan/contracts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sameLines } from "./goods.ts";
import { held, type Reservation, type Step, transition, want } from "./reservation.ts";

const statuses = ReservationStatus.options;
const steps: readonly Step[] = ["commit", "release", "expire", "return"];
const line = { sku: "CAR-0001", quantity: 2 };
const wanted = want({ id: "r", orderId: "o", lines: [line], now: new Date(0), holdMinutes: 15 });
const at = (status: Reservation["status"]): Reservation => ({
  ...held(wanted, [{ ...line, warehouse: "north" }]),
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
  it("takes each step only from its allowed statuses, and refuses the others", () => {
    const table = Object.fromEntries(
      statuses.map((status) => [status, steps.map((step) => outcome(status, step))]),
    );
    const ended = "reservation-ended";
    expect(table).toEqual({
      held: ["committed committed", "released released", "expired expired", "released released"],
      committed: ["committed", ended, ended, "returned returned"],
      released: [ended, "released", ended, "released"],
      expired: ["committed reserved committed", "released", "expired", "released"],
      returned: [ended, "returned", ended, "returned"],
    });
  });

  it("changes nothing when a step is repeated", () => {
    for (const status of statuses)
      for (const step of steps) {
        if (outcome(status, step) === "reservation-ended") continue;
        const once = transition(at(status), step);
        expect(transition(at(once.status), step)).toEqual({ status: once.status, effects: [] });
      }
  });

  it("refuses a late commit after a release or a return", () => {
    for (const status of statuses)
      for (const step of ["release", "return"] as const) {
        if (outcome(status, step) === "reservation-ended") continue;
        expect(outcome(transition(at(status), step).status, "commit")).toBe("reservation-ended");
      }
  });

  it("has its lines in SKU order, in whatever order they came", () => {
    const skus = fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { minLength: 1, maxLength: 50 });
    fc.assert(
      fc.property(skus, (numbers) => {
        const lines = numbers.map((n) => ({ sku: `CAR-${String(n).padStart(4, "0")}`, quantity: 1 }));
        const kept = want({ id: "r", orderId: "o", lines, now: new Date(0), holdMinutes: 1 }).lines;
        expect(kept.map(({ sku }) => sku)).toEqual(lines.map(({ sku }) => sku).sort());
        expect(sameLines(kept, lines)).toBe(true);
      }),
    );
  });
});
