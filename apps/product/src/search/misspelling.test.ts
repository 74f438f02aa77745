import { describe, expect, it } from "vitest";
import { meantBy, slipOf } from "./misspelling.ts";

describe("a misspelt word", () => {
  it.each([
    ["comapss", "compass", "swapped"],
    ["matress", "mattress", "missing"],
    ["tentt", "tent", "doubled"],
    ["kompass", "compass", "other"],
    ["tant", "tent", "other"],
    ["lamnp", "lamp", "extra"],
    ["bgs", "bags", "missing"],
    ["zelt", "felt", undefined],
    ["wine", "wind", undefined],
    ["cat", "cart", undefined],
    ["tent", "tent", undefined],
    ["tent", "tension", undefined],
  ])("%s is %s with a letter %s", (typed, meant, slip) => expect(slipOf(typed, meant)).toBe(slip));

  it("means the word of the likeliest slip", () =>
    expect(meantBy("sandl", ["sand", "sandal", "sandy"])).toEqual(["sandal"]));

  it("cannot have digits", () => expect(meantBy("405a", ["450a"])).toEqual([]));
});
