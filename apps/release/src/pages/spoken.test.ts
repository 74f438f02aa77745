import { momentsIn } from "@caravan/pages";
import { expect, test } from "vitest";
import { ada, grace } from "../testing/played.ts";
import { shortImage, spoken } from "./spoken.ts";

const reader = { subject: ada, isManager: true, moments: momentsIn("UTC") };
const text = (sentence: string) =>
  String(spoken(sentence, reader))
    .replace(/<[^>]*>/g, "")
    .replaceAll("\u2060", "");
const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

test.each([
  [`${ada} asked for it (hold): noon.`, "You asked for it (hold): noon."],
  [`${grace} approved; 1 other approval needed.`, "Person …1e77b4 approved; 1 other approval needed."],
  [`order serves registry.example.com/shop/order@${digest}.`, "order serves order@0123456789ab."],
  ["v1 becomes localhost:5000/caravan/order:1f2e3d.", "v1 becomes order:1f2e3d."],
  ["rel_0199f002-1ba1-70a0-9f95-491cdb9a9f03 waits.", "this release waits."],
  ["none since 2026-11-29T18:02:00.000Z: down.", "none since 29 November 2026 at 18:02 UTC: down."],
  [
    "http://metrics.example.com:8428/api did not answer.",
    "http://metrics.example.com:8428/api did not answer.",
  ],
  ["step 4 of 4 (50 %), 12/15 pods: late.", "step 4 of 4 (50 %), 12/15 pods: late."],
  ["<b>bold</b>", "&lt;b&gt;bold&lt;/b&gt;"],
])("%s", (sentence, said) => {
  expect(text(sentence)).toBe(said);
});

test.each([
  [`registry.example.com/shop/order@${digest}`, "order@0123456789ab"],
  [`registry.example.com/shop/order:v2@${digest}`, "order:v2@0123456789ab"],
  ["localhost:5000/caravan/order:1f2e3d", "order:1f2e3d"],
  ["order", "order"],
])("the image %s is %s for short", (image, short) => {
  expect(shortImage(image)).toBe(short);
});
