import { expect, test } from "vitest";
import { sharesOf, splitsOf } from "./splits.ts";
import { hostOf, installed, twice, weightsOf } from "./testing/fake-shop.ts";
import type { VirtualService } from "./virtual-services.ts";

test("every route that leads to an app takes its weights, from outside and between the apps", () => {
  expect(splitsOf([...installed(), weightsOf("order", 125)], "order")).toEqual([
    { route: "shop/order-read", shares: [125] },
    { route: "order/read", shares: [125] },
    { route: "order/write", shares: [125] },
  ]);
});

test("without weights v1 gets everything", () => {
  expect(sharesOf(installed(), ["order", "payment"])).toEqual(new Map([["order", [0]]]));
});

test("a route with weights of its own is not hidden by the others", () => {
  const own: VirtualService = {
    kind: "VirtualService",
    metadata: { name: "by-hand" },
    spec: {
      hosts: ["x"],
      http: [
        {
          name: "all",
          route: [
            { destination: { host: hostOf("order"), subset: "v1" }, weight: 50 },
            { destination: { host: hostOf("order"), subset: "v2" }, weight: 50 },
          ],
        },
      ],
    },
  };
  const services = [...installed(), weightsOf("order", 125), own];
  expect(splitsOf(services, "order").at(-1)).toEqual({ route: "by-hand/all", shares: [500] });
  expect(sharesOf(services, ["order"]).get("order")).toEqual([125, 500]);
});

test("a route that does not take the weights is not hidden by the others", () => {
  const [, stable] = twice("order", "mesh", { name: "stable" });
  const pinned: VirtualService = {
    kind: "VirtualService",
    metadata: { name: "pinned" },
    spec: { hosts: ["x"], http: stable ? [stable] : [] },
  };
  const services = [...installed(), weightsOf("order", 1000), pinned];
  expect(sharesOf(services, ["order"]).get("order")).toEqual([0, 1000]);
});

test("a route to both versions at once has no certain share", () => {
  const whole: VirtualService = {
    kind: "VirtualService",
    metadata: { name: "whole" },
    spec: { hosts: ["x"], http: [{ route: [{ destination: { host: hostOf("order") } }] }] },
  };
  expect(sharesOf([...installed(), whole], ["order"]).get("order")).toEqual([null, 0]);
});
