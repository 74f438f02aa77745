import { setWeight } from "@caravan/mesh";
import { defaultPlan, type JudgeState, judge, type Run, replay, verifyLog } from "@caravan/release-engine";
import { expect, test } from "vitest";
import { beginRelease } from "./begin-release.ts";
import type { Query } from "./ports.ts";
import { fakeWorld, type Versions } from "./testing/fake-world.ts";
import { rhythm, runRelease } from "./testing/run-release.ts";

const plan = { ...defaultPlan("order"), after: 0 };
const started = {
  run: "rel-1",
  plan,
  image: "order:new",
  previous: "order:old",
  actor: "ada",
  reason: "faster",
};
const good: Versions = { requestsPerSecond: 50, errorRate: { v1: 0.001, v2: 0.001 } };
const bad: Versions = { ...good, errorRate: { v1: 0.001, v2: 0.3 } };

const never = new AbortController().signal;
type World = ReturnType<typeof fakeWorld>;

/** Runs until an entry of the log that fulfils a condition, as if the process were killed then. */
const until = async ({ ports }: World, isThere: (run: Run<JudgeState>) => boolean, begins = true) => {
  const ends = new AbortController();
  if (begins) await beginRelease(ports, started);
  await runRelease(ports, rhythm, {
    signal: ends.signal,
    report: ({ run }) => isThere(run) && ends.abort(),
  });
};

test("a good version is brought to all requests step by step, and becomes v1", async () => {
  const world = fakeWorld(good);
  const weights: number[] = [];
  const report = ({ run }: { run: Run<JudgeState> }) => weights.push(run.weights.planned);
  await beginRelease(world.ports, started);
  const run = await runRelease(world.ports, rhythm, { signal: never, report });
  expect(run.phase).toEqual({ name: "finished" });
  expect([...new Set(weights)]).toEqual([0, 50, 100, 250, 500, 1000]);
  expect(world.deployed.map(({ do: kind }) => kind)).toEqual([
    "start canary",
    "make stable",
    "clear cohorts",
    "keep old",
    "remove canary",
  ]);
  expect(world.weight()).toBe(0);
  expect(world.listening(), "nothing of the release goes on").toBe(false);
});

test("a version that fails gets no more requests, and is removed", async () => {
  const world = fakeWorld(bad);
  await beginRelease(world.ports, started);
  const run = await runRelease(world.ports, rhythm, { signal: never });
  expect(run.phase).toEqual({ name: "rolled back" });
  expect(run.judgement?.rule).toBe("errors");
  expect(world.weight()).toBe(0);
  expect(world.deployed.at(-1)).toMatchObject({ do: "remove canary" });
});

test("a process that ends anywhere leaves a release that another takes up to the same end", async () => {
  const whole = fakeWorld(good);
  await beginRelease(whole.ports, started);
  await runRelease(whole.ports, rhythm, { signal: never });
  for (let entries = 1; entries < whole.lines.length; entries += 8) {
    const world = fakeWorld(good);
    await until(world, () => world.lines.length >= entries);
    const run = await runRelease(world.ports, rhythm, { signal: never });
    expect(run.phase, `after ${entries} entries`).toEqual({ name: "finished" });
    expect(verifyLog(world.lines)).toMatchObject({ sound: true });
    expect(replay(world.lines, judge).difference).toBeNull();
  }
});

test("an outage of metrics moves nothing, and the release goes on once they are back", async () => {
  const world = fakeWorld(good);
  await until(world, ({ phase }) => phase.name === "observing");
  world.down.metrics = true;
  await until(world, ({ outage }) => outage !== null, false);
  expect(world.weight()).toBe(50);
  world.down.metrics = false;
  expect((await runRelease(world.ports, rhythm, { signal: never })).phase).toEqual({ name: "finished" });
});

test("weights that another hand wrote hold the release", async () => {
  const world = fakeWorld({ ...good, requestsPerSecond: 0 });
  await until(world, ({ phase }) => phase.name === "observing");
  const [weights] = (await world.ports.traffic.mesh.list()).filter(
    ({ metadata }) => metadata.name === "order-weights",
  );
  const route =
    weights?.spec.http?.at(-1)?.route?.map((to, index) => ({ ...to, weight: index === 1 ? 900 : 100 })) ?? [];
  if (weights) await world.ports.traffic.mesh.write({ ...weights, spec: { http: [{ route }] } });
  await until(world, ({ phase }) => phase.name === "held", false);
  expect(replay(world.lines, judge).run?.reasons).toContainEqual({
    because: "edited",
    planned: 50,
    found: [900],
  });
});

test("a version whose containers are killed twice is taken back, before any look at its metrics", async () => {
  const world = fakeWorld({ ...good, requestsPerSecond: 0 });
  await until(world, ({ phase }) => phase.name === "observing");
  const [, v2] = world.restarts;
  const pause: typeof world.clock.pause = async (seconds, signal) => {
    if (v2) v2.times++;
    await world.clock.pause(seconds, signal);
  };
  const ports = { ...world.ports, clock: { ...world.clock, pause } };
  const run = await runRelease(ports, rhythm, { signal: never });
  expect(run.phase).toEqual({ name: "rolled back" });
  expect(replay(world.lines, judge).run?.reasons).toContainEqual(
    expect.objectContaining({ because: "killed" }),
  );
});

test("what a person asks for is done, and stands in the log with the name", async () => {
  const world = fakeWorld({ ...good, requestsPerSecond: 0 });
  await until(world, ({ phase }) => phase.name === "observing");
  world.ask("rollback");
  const run = await runRelease(world.ports, rhythm, { signal: never });
  expect(run.phase).toEqual({ name: "rolled back" });
  expect(world.lines.some((line) => line.includes('"actor":"grace"'))).toBe(true);
});

test("nothing is done that is not in the log", async () => {
  const world = fakeWorld(good);
  const journal = { ...world.ports.journal, append: () => Promise.reject(new Error("the disk is full")) };
  await expect(beginRelease({ ...world.ports, journal }, started)).rejects.toThrow("the disk is full");
  await beginRelease(world.ports, started);
  const run = runRelease({ ...world.ports, journal }, rhythm, { signal: never });
  await expect(run).rejects.toThrow("the disk is full");
  expect(world.deployed).toEqual([]);
});

test("an outage of metrics is looked at once a window, not as fast as it fails", async () => {
  const world = fakeWorld(good);
  await until(world, ({ phase }) => phase.name === "observing");
  world.down.metrics = true;
  const [entries, began] = [world.lines.length, world.clock.at()];
  await until(world, () => world.clock.at() > began + 60_000, false);
  expect(world.lines.length - entries).toBeLessThan(8);
});

test("a guard whose query cannot be answered holds by itself, and a version that fails is still taken back", async () => {
  const world = fakeWorld(bad);
  const guards = [{ name: "nonsense", query: "rate(up)", above: 1 }];
  const query: Query = async (promql, at) => {
    if (promql === "rate(up)") throw new Error("400");
    return world.ports.query(promql, at);
  };
  const ports = { ...world.ports, query };
  await beginRelease(ports, { ...started, plan: { ...plan, guards } });
  const run = await runRelease(ports, rhythm, { signal: never });
  expect(run.phase).toEqual({ name: "rolled back" });
});

test("a version without a pod that is ready gets no traffic back, and the one that serves stays", async () => {
  const world = fakeWorld({ ...good, requestsPerSecond: 0 });
  await until(world, ({ phase }) => phase.name === "observing");
  world.pods.v1 = 0;
  world.ask("rollback");
  await until(world, ({ latest }) => latest.some(({ because }) => because === "refused"), false);
  expect(world.weight()).toBe(50);
  expect(world.deployed.map(({ do: kind }) => kind)).toEqual(["start canary"]);
  world.pods.v1 = 1;
  expect((await runRelease(world.ports, rhythm, { signal: never })).phase).toEqual({ name: "rolled back" });
});

test("no release begins while v2 gets requests that nothing watches", async () => {
  const world = fakeWorld(good);
  await setWeight(world.ports.traffic.mesh, "order", 500);
  await expect(beginRelease(world.ports, started)).rejects.toThrow(
    "v2 of order gets 50 % of the requests already",
  );
  expect(world.lines).toEqual([]);
});

test("a log that was changed is not taken up", async () => {
  const world = fakeWorld({ ...good, requestsPerSecond: 0 });
  await until(world, ({ phase }) => phase.name === "observing");
  world.lines[0] = world.lines[0]?.replace("order:new", "order:old") ?? "";
  await expect(runRelease(world.ports, rhythm, { signal: never })).rejects.toThrow(
    "the log was changed, line 1",
  );
});
