import { judge, logEntryOf, replay, verifyLog } from "@caravan/release-engine";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { clientOf } from "../testing/client.ts";
import { openTestService } from "../testing/open-test-service.ts";

let service: Awaited<ReturnType<typeof openTestService>>;
let stops: (() => Promise<void>)[] = [];
beforeAll(async () => {
  service = await openTestService();
});
afterAll(() => service.close());

const open = (holder: string, leaseSeconds = 15) => {
  const process = service.open(holder, leaseSeconds);
  const start = () => {
    const engine = process.start();
    stops.push(() => engine.stop());
    return engine;
  };
  return { ...process, start, manager: clientOf(service, process.app, "release-manager") };
};
let one: ReturnType<typeof open>;
beforeEach(() => {
  one = open(`one ${crypto.randomUUID()}`);
});
afterEach(async () => {
  service.cluster.away = false;
  const { manager } = open("end");
  for (const { id } of await manager.list("?underWay=true")) {
    await one.releases.stop(id, "the test is over");
    await manager.post(`/v1/staff/releases/${id}/abandonment`, { reason: "the test is over" });
  }
  await Promise.all(stops.map((stop) => stop()));
  stops = [];
});

/** A release of order whose v2 runs and gets its first share. */
const observed = async ({ manager }: ReturnType<typeof open>, plan?: string) => {
  const { id } = await manager.releaseIn(await manager.start(plan === undefined ? {} : { plan }));
  await manager.answer(id, 1, { outcome: "done" });
  await manager.until(id, ({ phase }) => phase === "observing");
  return id;
};
const twoPeople = (approvers: readonly string[]) => `service: order
steps: [{ weight: 5, gates: [approval] }, { weight: 20 }]
approvals: { people: 2, approvers: [${approvers.join(", ")}] }
`;
const linesOf = async (id: string) =>
  (await (await one.manager.get(`/v1/staff/releases/${id}/log`)).text()).trim().split("\n");

it("a release goes on when a deployer has answered, and a rollback is written in less than a second", async () => {
  one.start();
  const id = await observed(one);
  expect(service.weightOf("order")).toBe(50);
  const asked = Date.now();
  const reply = await one.manager.command(id, "rollback");
  expect(await reply.json()).toMatchObject({ heard: true, refused: null });
  await one.manager.until(id, () => service.weightOf("order") === 0);
  expect(Date.now() - asked).toBeLessThan(1_000);
  const { task } = await one.manager.until(id, (release) => release.task?.do === "remove canary");
  await one.manager.answer(id, task?.number ?? 0, { outcome: "done" });
  const ended = await one.manager.until(id, ({ endedAt }) => endedAt !== null);
  expect(ended).toMatchObject({ phase: "rolled back", engine: null, task: null });
  expect(verifyLog(await linesOf(id))).toMatchObject({ sound: true, head: ended.head });
}, 30_000);

it("a deployer that answers twice, late, or to nothing changes nothing, and is told why", async () => {
  one.start();
  const { id } = await one.manager.releaseIn(await one.manager.start());
  const done = { outcome: "done" };
  expect(await one.manager.answer(id, 7, done)).toMatchObject({ counts: false });
  expect(await one.manager.answer(id, 1, done)).toMatchObject({ counts: true });
  expect(await one.manager.answer(id, 1, done)).toMatchObject({ counts: true });
  expect(await one.manager.answer(id, 1, { outcome: "failed", reason: "no" })).toMatchObject({
    counts: false,
    explanation: expect.stringContaining("The first answer counts"),
  });
  await one.manager.until(id, ({ phase }) => phase === "observing");
}, 30_000);

it("what could not be started is taken back, in the deployer's words", async () => {
  one.start();
  const { id } = await one.manager.releaseIn(await one.manager.start());
  await one.manager.answer(id, 1, { outcome: "failed", reason: "the image cannot be pulled" });
  const { why } = await one.manager.until(id, ({ phase }) => phase === "rolling back");
  expect(why.join(" ")).toContain("the image cannot be pulled");
}, 30_000);

it("what a deployer cannot know of is held with why, and nothing is taken back; resumed, it is asked anew", async () => {
  one.start();
  const { id } = await one.manager.releaseIn(await one.manager.start());
  await one.manager.answer(id, 1, { outcome: "unknown", reason: "contracts cannot be read: bank v1" });
  const { why, heldDuring } = await one.manager.until(id, ({ phase }) => phase === "held");
  expect([heldDuring, why.join(" ")]).toEqual([
    "preparing",
    expect.stringContaining("contracts cannot be read: bank v1. This counts as no failure"),
  ]);
  await one.manager.command(id, "resume");
  const { task } = await one.manager.until(id, (release) => release.task !== null);
  expect(task).toMatchObject({ do: "start canary" });
}, 30_000);

it("an engine that ends is followed by another one, which takes the release up; what was asked meanwhile is not lost", async () => {
  const engine = one.start();
  const id = await observed(one);
  await engine.stop();
  const asked = await one.manager.command(id, "hold");
  expect(await asked.json()).toMatchObject({ heard: false });
  open("two").start();
  const { heldDuring } = await one.manager.until(id, ({ phase }) => phase === "held");
  expect(["observing", "moving"]).toContain(heldDuring);
  const lines = await linesOf(id);
  expect(lines.some((line) => line.includes('"kind":"restarted"'))).toBe(true);
  expect(replay(lines, judge).difference).toBeNull();
}, 30_000);

it("of two engines that run the same release one is fenced off by the log, which stays whole", async () => {
  const [first, second] = [open("first", 0), open("second", 0)];
  first.start();
  const id = await observed(first);
  second.start();
  for (const command of ["hold", "resume", "hold", "resume", "hold"])
    await first.manager.command(id, command);
  await first.manager.until(id, ({ phase }) => phase === "held");
  expect(verifyLog(await linesOf(id))).toMatchObject({ sound: true });
  expect(replay(await linesOf(id), judge).difference).toBeNull();
}, 30_000);

it("without metrics a release moves nothing and says so; without the cluster it is not lost", async () => {
  one.start();
  const id = await observed(one);
  service.cluster.away = true;
  await one.manager.command(id, "rollback");
  const { why } = await one.manager.until(id, ({ why: words }) => /does not answer/.test(words.join(" ")));
  expect(why[0]).toContain("rolling back");
  service.cluster.away = false;
  await one.manager.until(id, () => service.weightOf("order") === 0);
}, 40_000);

it("two people approve with two tokens; one of them twice is not two", async () => {
  one.start();
  const [other, none] = [1, 2].map(() => clientOf(service, one.app, "release-manager"));
  if (!other || !none) throw new Error("there are two");
  const id = await observed(one, twoPeople([one.manager.subject, other.subject]));
  await none.command(id, "promote");
  await one.manager.command(id, "promote");
  await one.manager.command(id, "promote");
  const once = await one.manager.show(id);
  expect([once.step, once.approvals.given]).toEqual([1, [one.manager.subject]]);
  await other.command(id, "promote");
  await one.manager.until(id, ({ step }) => step === 2);
  const lines = await linesOf(id);
  for (const { subject } of [one.manager, other])
    expect(lines.some((line) => line.includes(`"actor":"${subject}"`))).toBe(true);
}, 30_000);

it("a log that was changed stops that release alone, and a person ends it with all requests at v1", async () => {
  const engine = one.start();
  const id = await observed(one);
  await engine.stop();
  await service.test.database.drizzle.execute(
    `update entries set line = replace(line, '"reason":"faster"', '"reason":"slower"') where position = 1 and \`release\` = '${id}'`,
  );
  open("two").start();
  const { why, stopped } = await one.manager.until(id, (release) => release.stopped !== null);
  expect([stopped, why[0]]).toEqual([
    expect.stringContaining("the log was changed, line 1"),
    expect.stringContaining("No engine goes on"),
  ]);
  const other = await one.manager.start({ service: "product" });
  expect(other.status).toBe(201);
  const reply = await one.manager.post(`/v1/staff/releases/${id}/abandonment`, { reason: "seen" });
  expect(await one.manager.releaseIn(reply)).toMatchObject({ phase: "frozen", stopped });
  expect(service.weightOf("order")).toBe(0);
  // Who ended it is in the chain; the line that was changed is found as before.
  const lines = await linesOf(id);
  const last = lines.slice(-2).map(logEntryOf);
  expect(last[1]).toMatchObject({ kind: "abandoned", actor: one.manager.subject, previous: last[0]?.hash });
  expect(verifyLog(lines)).toMatchObject({ sound: false, line: 1 });
}, 30_000);

it("a release that was abandoned has a log that is whole, and decided again to the same end", async () => {
  const engine = one.start();
  const id = await observed(one);
  await engine.stop();
  await one.releases.stop(id, "an older program wrote it");
  await one.manager.post(`/v1/staff/releases/${id}/abandonment`, { reason: "seen" });
  const lines = await linesOf(id);
  const { head, entries } = await one.manager.show(id);
  expect(verifyLog(lines, head)).toMatchObject({ sound: true, entries, head });
  const { run, difference } = replay(lines, judge);
  expect([difference, run?.phase.name, run?.outstanding]).toEqual([null, "frozen", []]);
}, 30_000);
