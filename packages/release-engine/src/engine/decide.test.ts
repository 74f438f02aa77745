import { expect, test } from "vitest";
import { planOf, play } from "../testing/player.ts";

const minute = 60_000;
const observed = (plan = planOf()) => {
  const player = play(plan);
  player.until("observing");
  return player;
};
/** After both steps, with all gates open. */
const promoted = (plan = planOf()) => {
  const player = observed(plan);
  player.look();
  player.until("observing");
  player.look({ stable: 50, canary: 50 });
  return player;
};
const done = (player: ReturnType<typeof play>) =>
  player.effects.map((effect) => effect.do).filter((kind) => kind !== "query metrics");

test("a good canary goes from 0 to 100 % by itself, becomes v1, and the old one is kept for a time", () => {
  const player = promoted();
  player.until("soaking");
  expect(done(player)).toEqual([
    ...["start canary", "set weight", "set weight", "set weight", "make stable", "clear cohorts"],
    ...["set weight", "keep old"],
  ]);
  expect(player.weights()).toEqual([100, 500, 1000, 0]);
  for (let i = 0; i < 7; i += 1) player.tick(10 * minute);
  player.until("finished");
  expect(done(player).slice(8)).toEqual(["remove canary"]);
});

test("a step does not end by its time: at the deadline without evidence a person decides", () => {
  const player = observed();
  for (let i = 0; i < 70; i += 1) player.look({ canary: 0, stable: 2 });
  expect(player.run().phase).toEqual({ name: "held", during: { name: "observing", step: 0 } });
  expect(player.run().reasons).toMatchObject([
    { because: "deadline", milliseconds: 60 * minute, missing: 10 },
  ]);
  player.command("resume");
  player.until("observing");
  player.look();
  expect(player.run().phase).toEqual({ name: "moving", step: 1 });
});

test("a bad canary loses its traffic before anything else, and is removed once no request goes to it", () => {
  const player = observed();
  player.look({ errors: 3 });
  expect(player.run().phase.name).toBe("rolling back");
  expect(player.run().reasons).toEqual([{ because: "verdict", verdict: "rollback", rule: "errors" }]);
  expect(player.effects.at(-1)).toMatchObject({ do: "set weight", weight: 0 });
  player.behind("order-1.shop");
  expect(player.work()).toBeUndefined();
  player.tick(5000);
  expect(player.work()).toMatchObject({ do: "verify weight", weight: 0 });
  player.until("rolled back");
  expect(done(player).slice(-3)).toEqual(["verify weight", "clear cohorts", "remove canary"]);
});

test("a canary that does not start is rolled back", () => {
  const player = play();
  player.failed();
  expect(player.run().phase.name).toBe("rolling back");
  player.until("rolled back");
});

test("a metrics outage holds and is no failure: the release goes on when it is over", () => {
  const player = observed();
  for (let i = 0; i < 20; i += 1) player.look({ out: true });
  expect(player.run().phase.name).toBe("observing");
  expect(player.run().outage).toMatchObject({ reason: "connection refused" });
  player.look();
  expect(player.run().phase).toEqual({ name: "moving", step: 1 });
});

test("a window is counted once, whatever is told again", () => {
  const player = observed();
  player.look({ canary: 5, stable: 45 });
  const first = player.inputs.at(-1);
  if (first?.kind !== "look") throw new Error("no look");
  player.tell({ ...first, effect: player.query()?.id ?? "" });
  expect(player.run().canaryRequests).toBe(5);
  expect(player.entries.at(-1)?.decision.reasons).toEqual([{ because: "ignored", what: "window" }]);
});

test("a split that the weight does not explain holds, and is no failure", () => {
  const player = observed();
  player.look({ stable: 1000, canary: 0 });
  expect(player.run().phase.name).toBe("held");
  expect(player.run().reasons).toMatchObject([{ because: "split", planned: 100, canary: 0, all: 1000 }]);
});

test.each([
  { first: [], customers: true },
  { first: ["staff"], customers: false },
])("where cohorts choose the version the requests need not split by the weight: %j", (cohorts) => {
  const player = observed(planOf({ cohorts }));
  player.look({ stable: 1000, canary: 0 });
  expect(player.run().phase.name).toBe("observing");
  expect(player.run().weights.observed).toBe(0);
});

test("weights that are edited by hand hold the release; resumed, it writes its own", () => {
  const player = observed();
  player.edit(100);
  expect(player.run().phase.name).toBe("observing");
  player.edit(900, 900);
  expect(player.run().phase.name).toBe("held");
  expect(player.run().weights).toMatchObject({ planned: 100, applied: 900 });
  player.command("resume");
  expect(player.effects.findLast((effect) => effect.do === "set weight")).toMatchObject({ weight: 100 });
});

test("a held release is still watched: a bad canary is rolled back, a good one waits for the person", () => {
  const player = observed();
  player.command("hold");
  player.look();
  expect(player.run().phase.name).toBe("held");
  player.look({ errors: 3 });
  expect(player.run().phase.name).toBe("rolling back");
});

test("a version without the pods that its share takes holds the move", () => {
  const player = observed();
  player.look();
  player.failed();
  expect(player.run().phase).toEqual({ name: "held", during: { name: "moving", step: 1 } });
  expect(player.run().reasons).toMatchObject([{ because: "refused", version: "v2", weight: 500 }]);
  player.command("promote");
  expect(player.run().phase.name).toBe("held");
});

test("a weight that is not in force in the time of its step holds", () => {
  const player = play();
  player.done();
  for (let i = 0; i < 125; i += 1) {
    player.behind("order-1.shop");
    player.tick(30_000);
  }
  expect(player.run().reasons).toMatchObject([{ because: "deadline" }]);
  expect(player.run().phase).toEqual({ name: "held", during: { name: "moving", step: 0 } });
});

test("after a contract migration the release freezes instead of rolling back", () => {
  const player = promoted(planOf({ migrations: { expand: ["add-note"], contract: ["drop-text"] } }));
  expect(done(player).slice(0, 2)).toEqual(["run migration", "start canary"]);
  player.until("soaking");
  for (let i = 0; i < 7; i += 1) player.tick(10 * minute);
  player.command("resume");
  player.done();
  expect(player.work()).toMatchObject({ do: "run migration", stage: "contract", migration: "drop-text" });
  player.command("rollback");
  expect(player.run().phase.name).toBe("frozen");
  expect(player.run().reasons).toContainEqual({ because: "contracted", migration: "drop-text" });
});

test("the way back leads over the version that is kept, and ends with no traffic on v2", () => {
  const player = promoted();
  player.until("soaking");
  player.command("rollback");
  player.until("rolled back");
  expect(player.weights()).toEqual([100, 500, 1000, 0, 1000, 0]);
  expect(player.effects).toContainEqual(expect.objectContaining({ do: "make stable", image: "old" }));
});

test("notifications go to the receivers of the plan, and nothing waits for them", () => {
  const player = observed(planOf({ notifications: [{ receiver: "desk", on: ["started", "rolled back"] }] }));
  player.command("rollback");
  player.until("rolled back");
  const told = player.effects.flatMap((effect) => (effect.do === "notify" ? [effect.occasion] : []));
  expect(told).toEqual(["started", "rolled back"]);
});
