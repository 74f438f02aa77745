import { expect, test } from "vitest";
import { inTrainOrder } from "./train-order.ts";

const orderOf = (...services: string[]) =>
  inTrainOrder(services.map((service) => ({ service }))).map(({ service }) => service);

test("services of a train go in the order of their contracts, each callee before its callers, however they are named", () => {
  const expected = ["inventory", "order", "storefront"];
  expect(orderOf("inventory", "order", "storefront")).toEqual(expected);
  expect(orderOf("storefront", "order", "inventory")).toEqual(expected);
  expect(orderOf("order", "storefront", "inventory")).toEqual(expected);
});

test("a service that is named twice stays there twice, so that it is refused", () => {
  expect(orderOf("order", "product", "order")).toEqual(["product", "order", "order"]);
});
