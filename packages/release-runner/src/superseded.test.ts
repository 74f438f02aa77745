import { defaultPlan, type JudgeState, type Run } from "@caravan/release-engine";
import { expect, test } from "vitest";
import { beginRelease } from "./begin-release.ts";
import { fakeWorld } from "./testing/fake-world.ts";
import { rhythm, runRelease } from "./testing/run-release.ts";

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
