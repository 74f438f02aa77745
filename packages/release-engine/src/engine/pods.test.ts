import { expect, test } from "vitest";
import { planOf, play } from "../testing/player.ts";
import { why } from "./why.ts";

const short = { version: "v2", reason: "it has 1 of the 2 pods that its share takes" } as const;

/** A run whose move up is under way. */
const moving = () => {
  const player = play(planOf({ capacity: "count", steps: planOf().steps.slice(1) }));
  player.done();
  const refuse = (ready: number, needed: number) =>
    player.tell({
      ...{ kind: "refused", at: player.at(), effect: player.work()?.id ?? "", ...short },
      pods: { ready, needed },
    });
  const moved = (v1: number) => {
    const asked = player.work();
    const weight = asked?.do === "set weight" ? asked.weight : null;
    const answer = { at: player.at(), effect: asked?.id ?? "" };
    player.tell({ ...answer, kind: "moved", applied: weight, stages: [], pods: { v1, v2: 1 } });
  };
  return { player, refuse, moved };
};

test("a deployer starts the pods that v2's share takes, and then the weight is set", () => {
  const { player, refuse } = moving();
  refuse(1, 2);
  expect(player.run().phase).toEqual({ name: "moving", step: 0 });
  expect(player.work()).toMatchObject({ do: "scale canary", image: "new", pods: 2 });
  const words = why(player.run()).join(" ");
  expect(words).toMatch(/v2 gets 2 pods/);
  expect(words).toMatch(/it has 1 of the 2 pods that its share takes\. Nothing was changed/);
  player.done();
  expect(player.work()).toMatchObject({ do: "set weight", weight: 500 });
  player.done();
  expect(player.run().phase).toEqual({ name: "observing", step: 0 });
});

test("pods that were asked for and are not there are not asked for again until a person says so", () => {
  const { player, refuse } = moving();
  refuse(1, 2);
  player.done();
  refuse(1, 2);
  expect(player.run().phase).toMatchObject({ name: "held", during: { name: "moving" } });
  player.command("resume");
  refuse(1, 2);
  expect(player.work()).toMatchObject({ do: "scale canary", pods: 2 });
});

test("more pods are asked for when the service has grown meanwhile", () => {
  const { player, refuse } = moving();
  refuse(1, 2);
  player.done();
  refuse(2, 3);
  expect(player.work()).toMatchObject({ do: "scale canary", pods: 3 });
});

test("pods that a deployer cannot start hold the release", () => {
  const { player, refuse } = moving();
  refuse(1, 2);
  player.failed();
  expect(player.run().phase).toMatchObject({ name: "held" });
  expect(player.weights()).toEqual([500]);
});

test("a version none of whose pods is ready does not get more of them", () => {
  const { player, refuse } = moving();
  refuse(0, 2);
  expect(player.run().phase).toMatchObject({ name: "held" });
});

test("a hold while pods start lets them start, and goes on with the weight when it is resumed", () => {
  const { player, refuse } = moving();
  refuse(1, 2);
  player.command("hold");
  player.done();
  expect(player.run().phase).toMatchObject({ name: "held" });
  expect(player.work()).toBeUndefined();
  player.command("resume");
  expect(player.work()).toMatchObject({ do: "set weight", weight: 500 });
});

test("what serves everything has as many pods as v1 had: v2 before, v1 after it, and what is kept to return to", () => {
  const { player, refuse, moved } = moving();
  moved(4);
  player.command("promote");
  refuse(2, 4);
  expect(player.work()).toMatchObject({ do: "scale canary", pods: 4 });
  player.done();
  moved(3);
  expect(player.work()).toMatchObject({ do: "make stable", image: "new", pods: 4 });
  player.done();
  player.done();
  moved(4);
  expect(player.work()).toMatchObject({ do: "keep old", image: "old", pods: 4 });
  player.done();
  expect(player.run().phase.name).toBe("soaking");
  player.command("rollback");
  player.done();
  expect(player.work()).toMatchObject({ do: "make stable", image: "old", pods: 4 });
});

test("where pods are not counted nothing is asked of a deployer that was not before", () => {
  const player = play();
  player.until("observing");
  player.command("promote");
  player.until("observing");
  player.command("promote");
  player.until("soaking");
  expect(player.effects.filter((effect) => "pods" in effect)).toEqual([]);
});
