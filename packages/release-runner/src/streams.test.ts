import { defaultPlan } from "@caravan/release-engine";
import { expect, test } from "vitest";
import { beginRelease } from "./begin-release.ts";
import { measure } from "./measure.ts";
import type { Query } from "./ports.ts";
import { readStreams } from "./read-streams.ts";
import { fakeWorld } from "./testing/fake-world.ts";
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
const at = new Date("2026-11-29T10:00:00Z");
const streamsOnly =
  (value: (promql: string) => number | undefined): Query =>
  async (promql) => {
    if (promql.startsWith("count(envoy")) return [{ labels: {}, value: 1 }];
    const found = promql.includes("http_server_active_requests") ? value(promql) : undefined;
    return found === undefined ? [] : [{ labels: {}, value: found }];
  };

test("streams that v2 keeps when it is taken back are in the log, and so is that none is left", async () => {
  const world = fakeWorld({ requestsPerSecond: 50, errorRate: { v1: 0.001, v2: 0.3 } });
  // The deployer comes late, and they end meanwhile.
  const left = [3, 3, 2, 0];
  const { deploy, query, clock } = world.ports;
  const ports: typeof world.ports = {
    ...world.ports,
    query: async (promql, moment) =>
      promql.includes("http_server_active_requests")
        ? [{ labels: {}, value: promql.includes('"v2"') && world.weight() === 0 ? (left.shift() ?? 0) : 1 }]
        : query(promql, moment),
    async deploy(service, work, signal) {
      if (work.do === "remove canary") await clock.pause(60, signal);
      while (work.do === "remove canary" && left.length > 0) await clock.pause(5, signal);
      return deploy(service, work, signal);
    },
  };
  await beginRelease(ports, started);
  const run = await runRelease(ports, rhythm, { signal: new AbortController().signal });
  expect(run.phase).toEqual({ name: "rolled back" });
  const told = world.lines.flatMap((line) => {
    const { kind, decision } = JSON.parse(line);
    return kind === "streams" ? decision.reasons : [];
  });
  expect(told).toEqual([3, 2, 0].map((count) => ({ because: "streams", version: "v2", left: count })));
});

test("a look tells the streams of both versions, and none where no pod counts them", async () => {
  const window = { from: at, to: new Date(at.getTime() + 15_000) };
  const counting = streamsOnly((promql) => (promql.includes('version="v2"') ? 4 : undefined));
  expect(await measure(counting, plan, window, rhythm)).toMatchObject({
    outcome: "measured",
    streams: { v1: null, v2: 4 },
  });
  expect(
    await measure(
      streamsOnly(() => undefined),
      plan,
      window,
      rhythm,
    ),
  ).not.toHaveProperty("streams");
});

test("what the store of metrics does not answer, or answers with no number, is not known", async () => {
  expect(await readStreams(async () => Promise.reject(new Error("away")), "order", at)).toEqual({
    v1: null,
    v2: null,
  });
  expect(
    await readStreams(
      streamsOnly(() => Number.NaN),
      "order",
      at,
    ),
  ).toEqual({ v1: null, v2: null });
});
