import fc from "fast-check";
import { expect, it } from "vitest";
import { World } from "../testing/world.ts";
import { act, goAlong } from "../testing/world-actions.ts";

const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("step"), fate: fc.nat(9), lost: fc.nat(9) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("deliver"), which: fc.nat(20), keep: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom("pay", "decline", "decline", "pay-late") }) },
  {
    weight: 2,
    arbitrary: fc.record(
      { kind: fc.constantFrom("start-payment", "start-payment-and-die"), which: fc.nat(1) },
      { requiredKeys: ["kind"] },
    ),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constantFrom("ship", "ship", "arrive", "lose-parcel", "come-back") }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ kind: fc.constantFrom("cancel", "return", "retry", "refund"), all: fc.boolean() },
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("wait"),
      seconds: fc.constantFrom(1, 30, 60, 400, 1_000, 90_000),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("fail-refund", "fail-refund", "refund-again"),
      cents: fc.constantFrom(300, 1_000_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("release"), older: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("expire-hold", "sell-out", "stray", "lapse") }) },
);

it("in any order of events, no money is captured without goods, what promotions gave is used or back, and every order ends", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      fc.array(action, { minLength: 5, maxLength: 60 }),
      fc.constantFrom("held", "unclear", "unclear-held"),
      fc.nat(9),
      fc.boolean(),
      (actions, start, stages, isPromoted) => {
        const world = new World(start, isPromoted);
        goAlong(world, stages);
        for (const each of actions) {
          act(world, each);
          world.check();
        }
        world.settle();
        seen.add(world.order.status);
        expect(world.unsettled()).toEqual([]);
        expect(world.stockBack, "told that its goods are back").toBe(
          world.order.status === "delivered" ? 0 : 1,
        );
      },
    ),
    { numRuns: 2_000 },
  );
  // The random walk must reach every status to be meaningful.
  expect([...seen].sort()).toEqual(["cancelled", "delivered", "expired", "payment-failed", "refunded"]);
});
