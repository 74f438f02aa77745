import { defaultPlan, judge, replay, verifyLog } from "@caravan/release-engine";
import { expect, test } from "vitest";
import { beginRelease } from "./begin-release.ts";
import { fakeWorld } from "./testing/fake-world.ts";
import { rhythm, runRelease } from "./testing/run-release.ts";

const started = { run: "rel-1", image: "order:new", previous: "order:old", actor: "ada", reason: "faster" };
const plan = { ...defaultPlan("order"), after: 0 };

/** A release of a service that four pods serve, until it ends or is held. */
const release = async (
  pods: Partial<ReturnType<typeof fakeWorld>["pods"]>,
  given = plan,
  v2Fails = 0.001,
) => {
  const world = fakeWorld({ requestsPerSecond: 50, errorRate: { v1: 0.001, v2: v2Fails } });
  Object.assign(world.pods, { v1: 4 }, pods);
  const ends = new AbortController();
  const weights = new Map<number, number>();
  await beginRelease(world.ports, { ...started, plan: given });
  const run = await runRelease(world.ports, rhythm, {
    signal: ends.signal,
    report: ({ run: now }) => {
      if (!weights.has(world.weight())) weights.set(world.weight(), world.pods.v2);
      if (now.phase.name === "held") ends.abort();
    },
  });
  return { world, run, weights };
};

test("v2 gets pods with its share, before it gets the share, and v1 and the way back have as many", async () => {
  const { world, run, weights } = await release({});
  expect(run.phase).toEqual({ name: "finished" });
  expect([...weights]).toEqual([
    [0, 1],
    [50, 1],
    [100, 1],
    [250, 1],
    [500, 2],
    [1000, 4],
  ]);
  expect(world.deployed).toMatchObject([
    { do: "start canary" },
    { do: "scale canary", pods: 2 },
    { do: "scale canary", pods: 4 },
    { do: "make stable", image: "order:new", pods: 4 },
    { do: "clear cohorts" },
    { do: "keep old", image: "order:old", pods: 4 },
    { do: "remove canary" },
  ]);
  expect(verifyLog(world.lines)).toMatchObject({ sound: true });
  expect(replay(world.lines, judge).difference).toBeNull();
});

test("a share that pods are missing for is held, with how many", async () => {
  const { world, run } = await release({ most: 1 });
  expect(run.phase).toMatchObject({ name: "held", during: { name: "moving", step: 3 } });
  expect(run.reasons).toMatchObject([
    { because: "refused", reason: expect.stringContaining("1 of the 2 pods") },
  ]);
  expect(world.weight()).toBe(250);
});

test("a bad version is left also where v1 has few pods", async () => {
  const { world, run } = await release({ v2: 4 }, { ...plan, capacity: "count" }, 0.3);
  expect(run.phase).toEqual({ name: "rolled back" });
  expect(world.weight()).toBe(0);
});

test("a plan that does not count pods gives one pod everything", async () => {
  const { world, run } = await release({}, { ...plan, capacity: "ignore" });
  expect(run.phase).toEqual({ name: "finished" });
  expect(world.deployed.map(({ do: kind }) => kind)).not.toContain("scale canary");
});
