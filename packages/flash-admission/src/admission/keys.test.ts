import { expect, it } from "vitest";
import { shardOf } from "./keys.ts";

it("a shopper has the same shard in every release: two versions decide one sale at the same time", () => {
  const shoppers = ["gst_019a6fc4-1ba1-70a0-9f95-491cdb9a9f01", "usr_019a6fc4-1ba1-70a0-9f95-491cdb9a9f02"];
  expect(shoppers.map((shopper) => shardOf(shopper, 256))).toEqual([221, 109]);
});
