import { defaultPlan, type JudgeState, type Run } from "@caravan/release-engine";
import { expect, test } from "vitest";
import { beginRelease } from "./begin-release.ts";
import { fakeWorld } from "./testing/fake-world.ts";
import { runRelease } from "./testing/run-release.ts";

const rhythm = { lookSeconds: 15, lagSeconds: 15, moveSeconds: 0, tickSeconds: 1 };
const versions = { requestsPerSecond: 0, errorRate: { v1: 0.001, v2: 0.001 } };
const plan = { ...defaultPlan("order"), after: 0 };
const started = {
  ...{ run: "rel-1", plan, image: "order:new", previous: "order:old" },
  ...{ actor: "ada", reason: "faster" },
};
const never = new AbortController().signal;

test("a move that another followed writes no weight any more", async () => {
  const world = fakeWorld(versions);
  const { mesh } = world.ports.traffic;
  const late = Promise.withResolvers<void>();
  let writes = 0;
  // The first write is slow, and meets another writer.
  const write: typeof mesh.write = async (service) => {
    if (writes++ > 0) return mesh.write(service);
    world.ask("rollback");
    await late.promise;
    return "conflict";
  };
  const ports = { ...world.ports, traffic: { ...world.ports.traffic, mesh: { ...mesh, write } } };
  const report = ({ run }: { run: Run<JudgeState> }) => run.phase.name === "rolling back" && late.resolve();
  await beginRelease(ports, started);
  const run = await runRelease(ports, rhythm, { signal: never, report });
  expect(run.phase).toEqual({ name: "rolled back" });
  expect(world.weight()).toBe(0);
});

test("work that nothing waits for any more is told so, and the release goes on without its answer", async () => {
  const world = fakeWorld(versions);
  let ended = false;
  // It never comes to an end by itself.
  const deploy: typeof world.ports.deploy = (_, work, signal) =>
    work.do === "start canary"
      ? new Promise((_, reject) => {
          world.ask("rollback");
          signal.addEventListener("abort", () => {
            ended = true;
            reject(signal.reason);
          });
        })
      : Promise.resolve();
  const ports = { ...world.ports, deploy };
  await beginRelease(ports, started);
  const run = await runRelease(ports, rhythm, { signal: never });
  expect([run.phase.name, ended]).toEqual(["rolled back", true]);
  expect(world.lines.filter((line) => line.includes('"kind":"failed"'))).toEqual([]);
});

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
