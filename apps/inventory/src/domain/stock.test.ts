import fc from "fast-check";
import { expect, it } from "vitest";
import { hold, type Reservation, type Step, transition } from "./reservation.ts";
import { applied, type Level, type Move, movesOf, netOf } from "./stock.ts";

/** Takes moves into stock as the store does: all of them or none. */
const take = (stock: Map<string, Level>, ledger: Move[], moves: readonly Move[]): boolean => {
  const next = netOf(moves).map((delta) => {
    const level = stock.get(delta.sku);
    return level && applied(level, delta);
  });
  if (next.some((level) => level === undefined)) return false;
  for (const level of next) if (level) stock.set(level.sku, level);
  ledger.push(...moves);
  return true;
};

const skus = ["CAR-0001", "CAR-0002", "CAR-0003"];
const lines = fc
  .subarray(skus, { minLength: 1 })
  .chain((chosen) =>
    fc
      .tuple(...chosen.map(() => fc.integer({ min: 1, max: 99 })))
      .map((quantities) => chosen.map((sku, i) => ({ sku, quantity: quantities[i] ?? 1 }))),
  );
const step = fc.constantFrom<Step>("commit", "release", "expire", "settle");
const action = fc.oneof(lines, fc.record({ step, which: fc.nat({ max: 20 }) }));

it("0 ≤ reserved ≤ on hand, and the ledger sums to the stock, whatever happens in whatever order", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 3, maxLength: 3 }),
      fc.array(action),
      (first, actions) => {
        const stock = new Map(skus.map((sku, i) => [sku, { sku, onHand: first[i] ?? 0, reserved: 0 }]));
        const ledger: Move[] = [];
        const all: Reservation[] = [];
        for (const [i, what] of actions.entries()) {
          if (Array.isArray(what)) {
            const made = hold({
              id: `r${i}`,
              orderId: `o${i}`,
              lines: what,
              now: new Date(0),
              holdMinutes: 1,
            });
            if (take(stock, ledger, movesOf(made, ["reserved"]))) all.push(made);
            continue;
          }
          const chosen = all[what.which % Math.max(1, all.length)];
          if (chosen === undefined) continue;
          try {
            const { status, effects } = transition(chosen, what.step);
            if (take(stock, ledger, movesOf(chosen, effects)))
              all[all.indexOf(chosen)] = { ...chosen, status };
          } catch {}
        }
        for (const [i, sku] of skus.entries()) {
          const level = stock.get(sku) ?? { sku, onHand: -1, reserved: -1 };
          const sum = (part: "onHandDelta" | "reservedDelta") =>
            ledger.filter((move) => move.sku === sku).reduce((total, move) => total + move[part], 0);
          expect(level.reserved).toBeGreaterThanOrEqual(0);
          expect(level.reserved).toBeLessThanOrEqual(level.onHand);
          expect(level).toMatchObject({
            onHand: (first[i] ?? 0) + sum("onHandDelta"),
            reserved: sum("reservedDelta"),
          });
          const held = all.filter(({ status }) => status === "held").flatMap((it) => it.lines);
          expect(level.reserved).toBe(
            held.filter((line) => line.sku === sku).reduce((total, { quantity }) => total + quantity, 0),
          );
        }
      },
    ),
  );
});
