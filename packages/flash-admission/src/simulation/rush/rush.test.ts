import { describe, expect, it } from "vitest";
import { drawRush } from "./draw.ts";
import { simulate } from "./simulate.ts";
import { planFor, rowOf } from "./table.ts";

const small = { people: 4000, pieces: 200, line: 50, seed: 1 };

describe("the simulated opening of a sale", () => {
  it("is the same for the same seed, and tells everyone or counts them", () => {
    const shop = { gateways: 2, pods: 4, shards: 2 };
    const outcome = simulate(shop, small);
    expect(simulate(shop, small)).toEqual(outcome);
    expect(simulate(shop, { ...small, seed: 2 })).not.toEqual(outcome);
    expect(outcome.untold).toBe(0);
    expect(outcome.lastPiece).toBeLessThanOrEqual(outcome.lastTold);
  });

  it("tells of the part that is the limit, and more of it helps", () => {
    const one = rowOf({ gateways: 1, pods: 1, shards: 1 }, small);
    const more = rowOf({ gateways: 2, pods: 8, shards: 1 }, small);
    expect(one.limit).toBe("pods");
    expect(more.withinSecond).toBeGreaterThan(one.withinSecond);
    expect(more.p99).toBeLessThan(one.p99);
    expect(rowOf({ gateways: 1, pods: 64, shards: 1 }, small).limit).toBe("gateways");
  });

  it("stores the tickets of one sale in turn: with a line for everyone no shop is large enough", () => {
    const all = simulate({ gateways: 64, pods: 128, shards: 16 }, { ...small, people: 20_000, line: 20_000 });
    const few = simulate({ gateways: 64, pods: 128, shards: 16 }, { ...small, people: 20_000 });
    expect(few.withinSecond).toBeGreaterThan(0.95);
    expect(all.withinSecond).toBeLessThan(few.withinSecond);
    expect(all.busy.store).toBeGreaterThan(few.busy.store);
  });

  it("says how large a shop must be, and how long before the opening it must grow", () => {
    const plan = planFor(small);
    expect(plan?.withinSecond).toBeGreaterThanOrEqual(0.95);
    expect(plan?.leadSeconds).toBe(50 + 15 * Math.log2(plan?.shop.pods ?? 0));
    expect(rowOf({ gateways: 1, pods: 1, shards: 1 }, small).withinSecond).toBeLessThan(0.95);
  });

  it("is drawn, a line for each crowd", () => {
    const picture = drawRush([
      {
        people: 2000,
        shares: [
          [1, 0.5],
          [16, 1],
        ],
      },
      { people: 20_000, shares: [[1, 0]] },
    ]);
    expect(picture.match(/<polyline/g)).toHaveLength(2);
    expect(picture).toContain("20,000 people");
  });
});
