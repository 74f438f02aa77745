import { expect, test } from "vitest";
import { board } from "../testing/board.ts";
import { planOf } from "../testing/player.ts";
import { assertTrain, inDependencyOrder } from "./train.ts";

test("no service goes on before all have come as far, and then the callee before its caller", () => {
  const train = board();
  train.settle();
  train.look("storefront");
  train.look("order");
  train.settle();
  expect(train.weights).toEqual(["inventory 100", "order 100", "storefront 100"]);
  train.look("inventory");
  expect(train.weights.slice(3)).toEqual(["inventory 500"]);
  expect(train.phases()).toEqual(["moving", "awaiting", "awaiting"]);
  train.answer("inventory");
  expect(train.weights.slice(3)).toEqual(["inventory 500", "order 500"]);
  train.settle();
  expect(train.weights.slice(3)).toEqual(["inventory 500", "order 500", "storefront 500"]);
});

test("no new version gets a request before those of all are ready", () => {
  const train = board();
  train.answer("order");
  train.answer("storefront");
  expect([train.weights, train.phases()]).toEqual([[], ["preparing", "awaiting", "awaiting"]]);
  train.command("order", "promote");
  train.command("order", "hold");
  train.command("order", "resume");
  expect(train.weights).toEqual([]);
  train.answer("inventory");
  expect(train.weights).toEqual(["inventory 100"]);
});

test("one that is frozen freezes all, where they are", () => {
  const train = board();
  train.settle();
  train.weights.length = 0;
  train.command("order", "freeze");
  expect([train.weights, train.phases()]).toEqual([[], ["frozen", "frozen", "frozen"]]);
});

test("a train is there when all of its services are, one after the other", () => {
  const train = board();
  train.takeSteps();
  expect(train.phases()).toEqual(["promoting", "awaiting", "awaiting"]);
  train.settle();
  expect(train.phases()).toEqual(["soaking", "soaking", "soaking"]);
});

test("one that is worse takes all back, the callers first", () => {
  const train = board();
  train.settle();
  train.weights.length = 0;
  train.look("order", 3);
  expect(train.phases()).toEqual(["rolling back", "rolling back", "rolling back"]);
  expect(train.weights).toEqual(["storefront 0", "order 0", "inventory 0"]);
  train.settle();
  expect(train.phases()).toEqual(["rolled back", "rolled back", "rolled back"]);
});

test.each(["inventory", "order", "storefront"])(
  "whichever is asked to go back (%s), callers do before those that they call",
  (asked) => {
    const train = board();
    train.settle();
    train.weights.length = 0;
    train.command(asked, "rollback");
    expect(train.weights).toEqual(["storefront 0", "order 0", "inventory 0"]);
  },
);

test("services are put behind those that they call, over services that are not released as well", () => {
  const calls = { storefront: ["order", "product"], order: ["payment"], payment: ["inventory"] };
  expect(inDependencyOrder(["storefront", "order", "inventory"], calls)).toEqual([
    ...["inventory", "order", "storefront"],
  ]);
  expect(inDependencyOrder(["a", "b"], { a: ["b"], b: ["a"] })).toEqual(["b", "a"]);
});

test("plans that cannot go together are refused", () => {
  const short = { ...planOf(), service: "user", steps: planOf().steps.slice(1) };
  expect(() => assertTrain([planOf(), short])).toThrow(/same number of steps/);
  expect(() => assertTrain([planOf(), planOf()])).toThrow(/once/);
});
