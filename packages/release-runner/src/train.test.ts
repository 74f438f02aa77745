import { setTimeout as sleep } from "node:timers/promises";
import { defaultPlan, inTrain, judge, replay, verifyLog } from "@caravan/release-engine";
import { expect, test } from "vitest";
import { beginRelease } from "./begin-release.ts";
import type { Member, Progress } from "./car.ts";
import { runReleases } from "./run-releases.ts";
import { fakeWorld, type Versions } from "./testing/fake-world.ts";
import { rhythm as usual } from "./testing/run-release.ts";

const rhythm = { ...usual, tickSeconds: 0.01 };
const good: Versions = { requestsPerSecond: 50, errorRate: { v1: 0.001, v2: 0.001 } };
const bad: Versions = { ...good, errorRate: { v1: 0.001, v2: 0.3 } };
const never = new AbortController().signal;
/** product is called by order. */
const services = ["product", "order"] as const;
const ref = { id: "trn-1", order: services.map((service) => ({ service, run: `rel-${service}` })) };

/** A train of two services that has begun, and the weights that were written, in order. */
const begun = async (order: Versions = good) => {
  const first = fakeWorld(good, { service: "product" });
  const worlds = { product: first, order: fakeWorld(order, { clock: first.clock, mesh: first.mesh }) };
  const weights: string[] = [];
  const steps = defaultPlan("order").steps.slice(0, 2);
  for (const service of services)
    await beginRelease(worlds[service].ports, {
      ...{ run: `rel-${service}`, image: `${service}:new`, previous: `${service}:old` },
      ...{ actor: "ada", reason: "together", train: ref },
      plan: inTrain({ ...defaultPlan(service), steps, after: 0 }),
    });
  const killed = { after: Number.POSITIVE_INFINITY };
  /** For how long it takes to find the pods of a service. */
  const slow = { product: 0, order: 0 };
  const member = (service: "product" | "order"): Member => {
    const { ports } = worlds[service];
    const { mesh } = ports.traffic;
    const write: typeof mesh.write = async (written) => {
      const result = await mesh.write(written);
      weights.push(`${service} ${worlds[service].weight()}`);
      return result;
    };
    const append: typeof ports.journal.append = async (...entry) => {
      if (entries() >= killed.after) throw new Error("killed");
      await ports.journal.append(...entry);
    };
    const journal = { ...ports.journal, append };
    const readyPods: typeof ports.traffic.readyPods = async (app) => {
      if (slow[service] > 0) await sleep(slow[service]);
      return ports.traffic.readyPods(app);
    };
    return {
      release: `rel-${service}`,
      rhythm,
      ports: { ...ports, journal, traffic: { ...ports.traffic, readyPods, mesh: { ...mesh, write } } },
    };
  };
  const entries = () => services.reduce((sum, service) => sum + worlds[service].lines.length, 0);
  const run = async (signal = never, report: (progress: Progress) => void = () => {}) =>
    (await runReleases([member("product"), member("order")], { signal, report })).map(
      ({ phase }) => phase.name,
    );
  /** Runs until the logs have so many entries: nothing is written or done after the last of them. */
  const kill = async (after: number) => {
    killed.after = after;
    await expect(run()).rejects.toThrow("killed");
    killed.after = Number.POSITIVE_INFINITY;
  };
  const until = async (isThere: () => boolean) => {
    const ends = new AbortController();
    await run(ends.signal, () => isThere() && ends.abort());
  };
  return { worlds, weights, slow, entries, run, until, kill };
};
type Begun = Awaited<ReturnType<typeof begun>>;

const sound = ({ worlds }: Begun) => {
  for (const service of services) {
    expect(verifyLog(worlds[service].lines)).toMatchObject({ sound: true });
    expect(replay(worlds[service].lines, judge).difference).toBeNull();
  }
};

test("a train comes to all requests, the callee before its caller at each step", async () => {
  const train = await begun();
  expect(await train.run()).toEqual(["finished", "finished"]);
  expect([...new Set(train.weights)].slice(0, 6)).toEqual([
    ...["product 50", "order 50", "product 100", "order 100", "product 1000", "product 0"],
  ]);
  sound(train);
});

test("one that is worse takes all back, and each log says whose fault it was", async () => {
  const train = await begun(bad);
  expect(await train.run()).toEqual(["rolled back", "rolled back"]);
  expect(services.map((service) => train.worlds[service].weight())).toEqual([0, 0]);
  expect(train.worlds.product.lines.join()).toContain("order of the same train goes back");
  sound(train);
});

test("whichever is asked to go back, callers are written back before those that they call, however slow", async () => {
  for (const asked of services) {
    const train = await begun();
    const isThere = () => services.every((service) => train.worlds[service].weight() === 50);
    await train.until(isThere);
    train.weights.length = 0;
    train.slow.order = 50;
    train.worlds[asked].ask("rollback");
    expect(await train.run()).toEqual(["rolled back", "rolled back"]);
    const back = new Set(train.weights.filter((written) => written.endsWith(" 0")));
    expect([asked, ...back]).toEqual([asked, "order 0", "product 0"]);
    sound(train);
  }
});

test.each([
  ["good", good, "finished"],
  ["bad", bad, "rolled back"],
] as const)(
  "a %s train whose process ends at any entry is taken up to the same end",
  async (_, order, end) => {
    const whole = await begun(order);
    await whole.run();
    const all = whole.entries();
    expect(all).toBeGreaterThan(20);
    for (let entries = 3; entries < all; entries += end === "finished" ? 5 : 1) {
      const train = await begun(order);
      await train.kill(entries);
      expect(await train.run(), `after ${entries} entries`).toEqual([end, end]);
      sound(train);
    }
  },
  60_000,
);

test("a log of one that was changed stops the whole train, and nothing is moved", async () => {
  const train = await begun();
  await train.until(() => train.worlds.order.weight() === 50);
  train.worlds.product.lines[0] = train.worlds.product.lines[0]?.replace("product:new", "product:old") ?? "";
  train.weights.length = 0;
  await expect(train.run()).rejects.toMatchObject({
    ...{ release: "rel-product", message: expect.stringContaining("the log was changed, line 1") },
  });
  expect(train.weights).toEqual([]);
});
