import { expect, test } from "vitest";
import { at, board } from "../testing/board.ts";

test("once a contract migration of one ran, none of them goes back: all are frozen", () => {
  const train = board({ migrations: { expand: [], contract: ["drop"] }, after: 1000 });
  train.takeSteps();
  train.settle();
  const later = new Date(Date.parse(at) + 600_000).toISOString();
  train.tell("inventory", { kind: "tick", at: later });
  train.command("inventory", "resume");
  train.answer("inventory");
  expect(train.run("inventory")?.contracted).toBe("drop");
  train.weights.length = 0;
  train.command("storefront", "rollback");
  expect([train.weights, train.phases()]).toEqual([[], ["frozen", "frozen", "frozen"]]);
});

test("a service that is there is kept ready to go back until the others are", () => {
  const train = board();
  train.takeSteps();
  while (train.answer("inventory"));
  for (let i = 1; i < 10; i += 1)
    train.tell("inventory", { kind: "tick", at: new Date(Date.parse(at) + i * 600_000).toISOString() });
  expect(train.phases()).toEqual(["soaking", "promoting", "awaiting"]);
  train.tell("storefront", { kind: "command", at, actor: "ada", reason: "no", command: "rollback" });
  train.settle();
  expect(train.phases()).toEqual(["rolled back", "rolled back", "rolled back"]);
});

test("none of a train removes the version before while another is still kept ready to go back", () => {
  const train = board({}, { inventory: { after: 1000 } });
  train.takeSteps();
  train.settle();
  train.tick(600_000);
  train.settle();
  expect(train.phases()).toEqual(["soaking", "soaking", "soaking"]);
  train.command("storefront", "rollback");
  train.settle();
  expect(train.phases()).toEqual(["rolled back", "rolled back", "rolled back"]);
});

test("what asks a person before it removes the version before goes first, and the others wait for the word", () => {
  const train = board({ after: 1000 }, { order: { migrations: { expand: ["add"], contract: ["drop"] } } });
  train.takeSteps();
  train.settle();
  for (let i = 1; i < 4; i += 1) train.tick(i * 600_000);
  train.settle();
  expect(train.phases()).toEqual(["soaking", "held", "soaking"]);
  train.command("order", "resume");
  train.settle();
  train.tick(2_400_000);
  train.settle();
  expect(train.phases()).toEqual(["finished", "finished", "finished"]);
});
