import { judge, replay, verifyLog } from "@caravan/release-engine";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { clientOf } from "../testing/client.ts";
import { openTestService } from "../testing/open-test-service.ts";

let service: Awaited<ReturnType<typeof openTestService>>;
let stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  service = await openTestService();
});
afterAll(() => service.close());

const open = (holder: string) => {
  const process = service.open(`${holder} ${crypto.randomUUID()}`);
  const start = () => {
    const engine = process.start();
    stops.push(() => engine.stop());
    return engine;
  };
  return { ...process, start, manager: clientOf(service, process.app, "release-manager") };
};
let one: ReturnType<typeof open>;
let manager: ReturnType<typeof clientOf>;
beforeEach(() => {
  one = open("one");
  ({ manager } = one);
});
afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()));
  stops = [];
  for (const { id } of await manager.list("?underWay=true")) {
    await one.releases.stop(id, "the test is over");
    await manager.post(`/v1/staff/releases/${id}/abandonment`, { reason: "the test is over" });
  }
});

const begin = async (changes: object = {}) => {
  const { releases } = await manager.trainIn(await manager.startTrain(changes));
  const [product = "", order = ""] = releases.map(({ id }) => id);
  return { product, order, both: [product, order] };
};
const linesOf = async (id: string) =>
  (await (await manager.get(`/v1/staff/releases/${id}/log`)).text()).trim().split("\n");
const weights = () => ["product", "order"].map((app) => service.weightOf(app));
/** Does what the releases wait for until each has ended. */
const deploy = async (ids: readonly string[]) => {
  for (const id of ids)
    await manager.until(id, (release) => release.task !== null || release.endedAt !== null);
  for (const id of ids) {
    const { task } = await manager.show(id);
    if (task) await manager.answer(id, task.number, { outcome: "done" });
  }
};
/** Both have their first share. */
const observed = async () => {
  const ids = await begin();
  await deploy(ids.both);
  for (const id of ids.both) await manager.until(id, ({ phase }) => phase === "observing");
  return ids;
};
const ended = async (ids: readonly string[], phase: string) => {
  for (const id of ids) {
    const release = await manager.until(id, ({ endedAt }) => endedAt !== null);
    const lines = await linesOf(id);
    expect([release.phase, verifyLog(lines).sound, replay(lines, judge).difference]).toEqual([
      phase,
      true,
      null,
    ]);
  }
};

it("no new version gets a request before both are ready, and then the callee's gets its share first", async () => {
  one.start();
  const { product, order, both } = await begin();
  await manager.answer(order, 1, { outcome: "done" });
  const { why } = await manager.until(order, ({ phase }) => phase === "awaiting");
  expect([weights(), why[0]]).toEqual([[0, 0], expect.stringContaining("its train (product)")]);
  await manager.answer(product, 1, { outcome: "done" });
  for (const id of both) await manager.until(id, ({ phase }) => phase === "observing");
  expect(weights()).toEqual([50, 50]);
  for (const id of both) await manager.command(id, "promote");
  for (const id of both) await manager.until(id, ({ step }) => step === 2);
  const moved = async (id: string) =>
    (await linesOf(id)).find((line) => line.includes('"do":"set weight"') && line.includes('"weight":100'));
  const [callee = "", caller = ""] = await Promise.all([moved(product), moved(order)]);
  const at = (line: string) => /"at":"([^"]+)","decision/.exec(line)?.[1] ?? "";
  expect(at(callee) < at(caller)).toBe(true);
}, 30_000);

it("a rollback of one takes both back, and the log of the other says why", async () => {
  one.start();
  const first = await observed();
  await manager.command(first.product, "rollback");
  await manager.until(first.order, () => weights().every((weight) => weight === 0));
  await deploy(first.both);
  await ended(first.both, "rolled back");
  expect((await linesOf(first.order)).join()).toContain("product of the same train goes back");
}, 60_000);

it("engines that end at every turn are followed by others, which bring the train to the same end", async () => {
  const ids = await begin();
  let engine = one.start();
  const next = async () => {
    await engine.stop();
    engine = open("next").start();
  };
  await deploy([ids.product]);
  await next();
  await deploy([ids.order]);
  await manager.until(ids.product, ({ phase }) => phase === "observing");
  await next();
  await manager.until(ids.order, ({ phase }) => phase === "observing");
  await engine.stop();
  // It is asked of one while no engine runs.
  await manager.command(ids.order, "rollback");
  engine = open("last").start();
  await manager.until(ids.product, ({ phase }) => phase === "rolling back");
  await next();
  await deploy(ids.both);
  await ended(ids.both, "rolled back");
  expect(weights()).toEqual([0, 0]);
}, 60_000);

it("a log that was changed stops the whole train, and a person ends it with all requests at v1", async () => {
  const engine = one.start();
  const { product, order, both } = await observed();
  await engine.stop();
  await service.test.database.drizzle.execute(
    `update entries set line = replace(line, 'prices', 'sizes') where position = 1 and \`release\` = '${product}'`,
  );
  open("two").start();
  for (const id of both) await manager.until(id, ({ stopped }) => stopped !== null);
  expect((await manager.show(order)).stopped).toContain(
    "product of the same train is stopped: the log was changed",
  );
  expect(weights()).toEqual([50, 50]);
  await manager.post(`/v1/staff/releases/${order}/abandonment`, { reason: "seen" });
  for (const id of both) expect((await manager.show(id)).endedAt).not.toBeNull();
  expect(weights()).toEqual([0, 0]);
}, 30_000);

it("a log of one that has ended already stops those that are under way, and they can be ended", async () => {
  const engine = one.start();
  const { product, order } = await observed();
  await manager.command(product, "rollback");
  await manager.until(order, ({ task }) => task?.do === "remove canary");
  await manager.until(product, ({ task }) => task?.do === "remove canary");
  const { task } = await manager.show(product);
  await manager.answer(product, task?.number ?? 0, { outcome: "done" });
  await manager.until(product, ({ endedAt }) => endedAt !== null);
  await engine.stop();
  await service.test.database.drizzle.execute(
    `update entries set line = replace(line, 'prices', 'sizes') where position = 1 and \`release\` = '${product}'`,
  );
  open("two").start();
  const { stopped } = await manager.until(order, (release) => release.stopped !== null);
  expect(stopped).toContain("product of the same train is stopped: the log was changed");
  await manager.post(`/v1/staff/releases/${order}/abandonment`, { reason: "seen" });
  expect((await manager.show(order)).endedAt).not.toBeNull();
}, 30_000);

it("a freeze of one freezes both where they are", async () => {
  one.start();
  const { order, both } = await observed();
  await manager.command(order, "freeze");
  await ended(both, "frozen");
  expect(weights()).toEqual([50, 50]);
}, 30_000);
