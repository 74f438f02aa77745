import { defaultPlan, type JudgeState, judge, type Run, replay, verifyLog } from "@caravan/release-engine";
import { expect, test } from "vitest";
import { beginRelease } from "./begin-release.ts";
import { fakeWorld, type Versions } from "./testing/fake-world.ts";
import { rhythm, runRelease } from "./testing/run-release.ts";

const good: Versions = { requestsPerSecond: 50, errorRate: { v1: 0.001, v2: 0.001 } };
const started = {
  ...{ run: "rel-1", image: "order:new", previous: "order:old", actor: "ada", reason: "faster" },
  plan: { ...defaultPlan("order"), after: 0 },
};
const never = new AbortController().signal;

/** Runs until the release is as it should be, as if the process were killed then. */
const runUntil = async (
  { ports }: ReturnType<typeof fakeWorld>,
  isThere: (run: Run<JudgeState>) => boolean,
) => {
  const ends = new AbortController();
  const report = ({ run }: { run: Run<JudgeState> }) => isThere(run) && ends.abort();
  await runRelease(ports, rhythm, { signal: ends.signal, report });
};

test("what breaks is found before each step, also when it came since the one before; a person's word goes on", async () => {
  const world = fakeWorld(good);
  const breaks = ["route order.list of order v2 breaks storefront v2, which calls it: reply.total"];
  await beginRelease(world.ports, started);
  await runUntil(world, ({ weights }) => weights.applied === 100);
  world.contracts.breaks = breaks;
  await runUntil(world, ({ phase }) => phase.name === "held");
  expect(world.weight()).toBe(100);
  expect(world.lines.at(-1)).toContain(breaks[0]);
  world.ask("promote");
  const run = await runRelease(world.ports, rhythm, { signal: never });
  expect(run.phase.name).toBe("finished");
  expect(run.contracts.accepted).toEqual(breaks);
  expect(verifyLog(world.lines)).toMatchObject({ sound: true });
  expect(replay(world.lines, judge).difference).toBeNull();
});

test("contracts that cannot be read for a minute hold the release, and for a moment do not", async () => {
  const world = fakeWorld(good);
  world.contracts.unread = ["storefront v1"];
  const began = world.clock.at();
  await beginRelease(world.ports, started);
  await runUntil(world, ({ phase }) => phase.name === "held");
  expect(world.clock.at() - began).toBeGreaterThan(50_000);
  expect([world.weight(), world.lines.at(-1)]).toEqual([
    0,
    expect.stringContaining("the contracts of storefront v1 cannot be read"),
  ]);
  const momentary = fakeWorld(good);
  const { compareContracts } = momentary.ports;
  let asked = 0;
  const ports = {
    ...momentary.ports,
    compareContracts: async (service: string) => {
      if (asked++ % 2 === 0) throw new Error("a pod ends");
      return compareContracts(service);
    },
  };
  await beginRelease(ports, started);
  expect((await runRelease(ports, rhythm, { signal: never })).phase.name).toBe("finished");
});
