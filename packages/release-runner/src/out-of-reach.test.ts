import { defaultPlan, type JudgeState, type Run } from "@caravan/release-engine";
import { expect, test } from "vitest";
import { beginRelease } from "./begin-release.ts";
import { fakeWorld } from "./testing/fake-world.ts";
import { rhythm, runRelease } from "./testing/run-release.ts";

const versions = { requestsPerSecond: 50, errorRate: { v1: 0.001, v2: 0.001 } };
const plan = { ...defaultPlan("order"), after: 0 };
const started = {
  ...{ run: "rel-1", plan, image: "order:new", previous: "order:old" },
  ...{ actor: "ada", reason: "faster" },
};
const never = new AbortController().signal;

/** The mesh cannot be reached when a weight is to be written, so many times. */
const withoutMesh = (world: ReturnType<typeof fakeWorld>, times: number, meanwhile = () => {}) => {
  const { mesh } = world.ports.traffic;
  let failed = 0;
  const write: typeof mesh.write = async (service) => {
    if (failed++ >= times) return mesh.write(service);
    meanwhile();
    throw new TypeError("fetch failed");
  };
  return { ...world.ports, traffic: { ...world.ports.traffic, mesh: { ...mesh, write } } };
};

test("a weight that cannot be written for a moment is written then, and for a minute holds the release", async () => {
  for (const [times, end] of [
    [3, "observing"],
    [Number.POSITIVE_INFINITY, "held"],
  ] as const) {
    const world = fakeWorld(versions);
    const ports = withoutMesh(world, times);
    const ends = new AbortController();
    const seen: string[] = [];
    const report = ({ run: { phase } }: { run: Run<JudgeState> }) => {
      if (!["preparing", "awaiting", "moving"].includes(phase.name)) ends.abort();
      seen.push(phase.name);
    };
    await beginRelease(ports, started);
    await runRelease(ports, rhythm, { signal: ends.signal, report });
    expect(seen.at(-1)).toBe(end);
  }
});

test("a weight that could not be written is not written any more after a rollback", async () => {
  const world = fakeWorld(versions);
  const ports = withoutMesh(world, 2, () => world.ask("rollback"));
  await beginRelease(ports, started);
  const run = await runRelease(ports, rhythm, { signal: never });
  expect([run.phase.name, world.weight()]).toEqual(["rolled back", 0]);
});

test("requests of a version that became stable go to it, although the API says no for a moment", async () => {
  const world = fakeWorld(versions);
  const { traffic } = world.ports;
  let refused = 0;
  const readyPods: typeof traffic.readyPods = async (app) => {
    if (world.weight() > 0 && world.deployed.some(({ do: work }) => work === "make stable") && refused++ < 2)
      throw new Error("the Kubernetes API refused to list pods: 401");
    return traffic.readyPods(app);
  };
  const ports = { ...world.ports, traffic: { ...traffic, readyPods } };
  await beginRelease(ports, started);
  const held: string[] = [];
  const report = ({ run: { phase } }: { run: Run<JudgeState> }) =>
    phase.name === "held" && held.push(phase.name);
  const run = await runRelease(ports, rhythm, { signal: never, report });
  expect([run.phase.name, world.weight(), held]).toEqual(["finished", 0, []]);
  expect(refused).toBeGreaterThan(2);
});
