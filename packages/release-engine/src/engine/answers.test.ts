import { expect, test } from "vitest";
import { fakeJudge } from "../testing/fake-judge.ts";
import { planOf, play } from "../testing/player.ts";
import { decide } from "./decide.ts";

const observed = (plan = planOf()) => {
  const player = play(plan);
  player.until("observing");
  return player;
};

test("a weight counts as moved when the routes read it back, not when the move was made", () => {
  const player = play();
  player.done();
  const asked = player.work();
  player.tell({ kind: "moved", at: player.at(), effect: asked?.id ?? "", applied: 0, stages: [] });
  expect(player.run().phase.name).toBe("moving");
  player.tick(5000);
  expect(player.work()).toMatchObject({ do: "set weight", weight: 100 });
  player.done();
  expect(player.run().phase.name).toBe("observing");
});

test("only what tells of the routes answers a weight", () => {
  const player = play();
  player.done();
  player.tell({ kind: "done", at: player.at(), effect: player.work()?.id ?? "" });
  expect(player.run().phase.name).toBe("moving");
  expect(player.run().weights.applied).toBeNull();
});

test("a step asks for its requests, whatever the judge says", () => {
  const steps = planOf().steps.map((step) => ({ ...step, minimumRequests: 30 }));
  const player = observed(planOf({ steps }));
  player.look();
  player.look();
  expect(player.run().phase).toEqual({ name: "observing", step: 0 });
  expect(player.run().latest).toEqual([{ because: "few requests", canary: 20, minimum: 30 }]);
  player.look();
  expect(player.run().phase).toEqual({ name: "moving", step: 1 });
});

test("a step does not end by a look without metrics, whatever the judge says", () => {
  const content = {
    ...fakeJudge,
    judgement: () => ({ verdict: "promote" as const, rule: "evidence", findings: [] }),
  };
  const player = observed(planOf({ steps: planOf().steps.map((step) => ({ ...step, minimumRequests: 0 })) }));
  const window = { from: player.run().lookedUntil, to: player.at(), reason: "refused" };
  const look = { outcome: "unavailable" as const, ...window };
  const effect = player.query()?.id ?? "";
  const { run } = decide(player.run(), { kind: "look", at: player.at(), effect, look }, content);
  expect(run.phase.name).toBe("observing");
});

test("what nothing is known about is held, and no failure: resumed, it is asked again", () => {
  const player = play();
  player.unknown();
  expect(player.run().phase).toMatchObject({ name: "held", during: { name: "preparing" } });
  expect(player.run().reasons).toEqual([
    { because: "unknown", work: "start canary", reason: "no pod answers" },
  ]);
  player.command("resume");
  expect(player.work()).toMatchObject({ do: "start canary" });
  player.until("observing");
});

test("requests go back before v1 is restored, when v1 is the new version in part", () => {
  const player = observed();
  player.command("promote");
  player.until("observing");
  player.command("promote");
  player.done();
  expect(player.work()).toMatchObject({ do: "make stable", image: "new" });
  player.command("rollback");
  expect(player.work()).toMatchObject({ do: "set weight", weight: 0 });
  player.done();
  expect(player.work()).toMatchObject({ do: "make stable", image: "old" });
});

test("a way back does not wait for ever for a version that was kept and is gone: v1 becomes it again", () => {
  const player = play(planOf({ steps: planOf().steps.slice(0, 1) }));
  player.until("observing");
  player.command("promote");
  player.until("soaking");
  player.command("rollback");
  for (let i = 0; i < 6; i += 1) {
    expect(player.work()).toMatchObject({ do: "set weight", weight: 1000 });
    player.failed();
    player.tick(5_000);
  }
  expect(player.work()).toMatchObject({ do: "make stable", image: "old" });
  player.until("rolled back");
  expect(player.run().weights).toMatchObject({ planned: 0, applied: 0 });
});

test("a way back makes v1 anew before it gets the requests when it stays without a ready pod", () => {
  const player = play(planOf({ steps: planOf().steps.slice(0, 1) }));
  player.until("observing");
  player.command("promote");
  player.done();
  player.failed();
  player.command("rollback");
  const before = player.weights().length;
  for (let i = 0; i < 6; i += 1) {
    const said = { kind: "refused", at: player.at(), version: "v1", reason: "no pod is ready" } as const;
    player.tell({ ...said, effect: player.work()?.id ?? "" });
    player.tick(5_000);
  }
  expect(player.work()).toMatchObject({ do: "make stable", image: "old" });
  player.until("rolled back");
  expect(player.weights().slice(before)).toEqual([0, 0, 0, 0, 0, 0]);
  expect(player.run().weights).toMatchObject({ planned: 0, applied: 0 });
});

test("a way back that began is not stopped half way but by a freeze, which asks for nothing more", () => {
  const player = observed();
  player.command("rollback");
  for (const command of ["hold", "promote", "resume", "rollback"] as const) player.command(command);
  expect(player.run().phase.name).toBe("rolling back");
  expect(player.weights()).toEqual([100, 0]);
  player.command("freeze");
  expect(player.run().phase.name).toBe("frozen");
  const asked = player.effects.length;
  player.restart();
  player.tick(3_600_000);
  expect(player.effects.length).toBe(asked);
});
