import { defaultPlan, explain, judge, replay, verifyLog } from "@caravan/release-engine";
import { expect, test } from "vitest";
import { beginRelease } from "./begin-release.ts";
import { fakeWorld } from "./testing/fake-world.ts";
import { rhythm, runRelease } from "./testing/run-release.ts";

const refusing = {
  requestsPerSecond: 5,
  errorRate: { v1: 0.001, v2: 0.001 },
  refusalRate: { v1: 0.05, v2: 0.4 },
};
const release = async (plan = defaultPlan("order")) => {
  const world = fakeWorld(refusing);
  const started = { run: "rel-1", image: "order:new", previous: "order:old", actor: "ada", reason: "faster" };
  await beginRelease(world.ports, { ...started, plan: { ...plan, after: 0 } });
  const weights = new Set<number>();
  const signal = new AbortController().signal;
  const report = () => void weights.add(world.weight());
  const run = await runRelease(world.ports, rhythm, { signal, report });
  return { run, weights: [...weights], lines: world.lines };
};

test("a version that refuses what the one before takes never gets more than its first share, and is taken back", async () => {
  const { run, weights, lines } = await release();
  expect([run.phase.name, weights]).toEqual(["rolled back", [0, 50]]);
  expect(run.judgement && explain(run.judgement)[0]).toBe("Roll back v2, because of client errors.");
  expect(verifyLog(lines)).toMatchObject({ sound: true });
  expect(replay(lines, judge).difference).toBeNull();
});

test("a plan that judges no 4xx brings it to everything, as before there was such a rule", async () => {
  const { clientErrors: _, ...plan } = defaultPlan("order");
  expect((await release(plan)).run.phase.name).toBe("finished");
});
