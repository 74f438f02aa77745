import { expect, test } from "vitest";
import type { Plan } from "../plan/plan.ts";
import { fakeJudge } from "../testing/fake-judge.ts";
import { type Known, planOf } from "../testing/player.ts";
import type { Command, Input } from "./input.ts";
import { assertTrain, decideTrain, inDependencyOrder, inTrain, type Train } from "./train.ts";

const at = new Date("2026-11-29T12:00:00.000Z").toISOString();
const order = ["inventory", "order", "storefront"];

/** A train that is played: everything that is asked goes well, but where a test says otherwise. */
const board = (changes: Partial<Plan> = {}) => {
  let train: Train<Known> = { id: "t", order, runs: {} };
  const ref = { id: "t", order: order.map((service) => ({ service, run: `${service}-1` })) };
  const weights: string[] = [];
  const passed: string[] = [];
  const tell = (service: string, input: Input) => {
    const told = decideTrain(train, service, input, fakeJudge);
    train = told.train;
    for (const one of told.decisions) {
      for (const effect of one.decision.effects)
        if (effect.do === "set weight") weights.push(`${one.service} ${effect.weight}`);
      passed.push(...one.decision.entries.map(({ kind }) => `${one.service} ${kind}`));
    }
  };
  for (const service of order)
    tell(service, {
      ...{ kind: "start", at, actor: "ada", reason: "together", run: `${service}-1` },
      ...{ plan: inTrain({ ...planOf(changes), service }), image: "new", previous: "old" },
      train: ref,
    });
  const answer = (service: string) => {
    const run = train.runs[service];
    const asked = run?.outstanding.find(({ do: kind }) => kind !== "query metrics");
    if (!asked) return false;
    tell(
      service,
      asked.do === "set weight"
        ? { kind: "moved", at, effect: asked.id, applied: asked.weight, stages: [] }
        : { kind: "done", at, effect: asked.id },
    );
    return true;
  };
  const look = (service: string, errors = 0) => {
    const query = train.runs[service]?.outstanding.find(({ do: kind }) => kind === "query metrics");
    if (!query) throw new Error(`${service} is not watched`);
    const counts = (requests: number, bad: number) => ({ requests, errors: bad, durations: [] });
    const window = { from: at, to: at, guards: [] };
    tell(service, {
      ...{ kind: "look", at, effect: query.id },
      look: { outcome: "measured", ...window, stable: counts(10, 0), canary: counts(10, errors) },
      byWeight: { stable: 0, canary: 0 },
    });
  };
  return {
    ...{ weights, passed, tell, look, answer },
    command: (service: string, command: Command) =>
      tell(service, { kind: "command", at, actor: "ada", reason: "said so", command }),
    run: (service: string) => train.runs[service],
    phases: () => order.map((service) => train.runs[service]?.phase.name),
    settle: () => {
      while (order.some(answer));
    },
  };
};

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

test("once a contract migration of one ran, none of them goes back: all are frozen", () => {
  const train = board({ migrations: { expand: [], contract: ["drop"] }, after: 1000 });
  for (let step = 0; step < 2; step += 1) {
    train.settle();
    for (const service of order) train.look(service);
  }
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

test("a train is there when all of its services are, one after the other", () => {
  const train = board();
  for (let step = 0; step < 2; step += 1) {
    train.settle();
    for (const service of order) train.look(service);
  }
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
  expect(train.weights).toEqual(["order 0", "storefront 0", "inventory 0"]);
  train.settle();
  expect(train.phases()).toEqual(["rolled back", "rolled back", "rolled back"]);
});

test("a service that is there is kept ready to go back until the others are", () => {
  const train = board();
  for (let step = 0; step < 2; step += 1) {
    train.settle();
    for (const service of order) train.look(service);
  }
  while (train.answer("inventory"));
  for (let i = 1; i < 10; i += 1)
    train.tell("inventory", { kind: "tick", at: new Date(Date.parse(at) + i * 600_000).toISOString() });
  expect(train.phases()).toEqual(["soaking", "promoting", "awaiting"]);
  train.tell("storefront", { kind: "command", at, actor: "ada", reason: "no", command: "rollback" });
  train.settle();
  expect(train.phases()).toEqual(["rolled back", "rolled back", "rolled back"]);
});

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
