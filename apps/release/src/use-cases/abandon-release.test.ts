import { setWeight } from "@caravan/mesh";
import { judge, replay, verifyLog } from "@caravan/release-engine";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { releases } from "../database/schema.ts";
import { codeOf } from "../testing/client.ts";
import { type ManagedService, openManagedService } from "../testing/open-managed-service.ts";

let service: ManagedService["service"];
let process: ManagedService["process"];
let manager: ManagedService["manager"];
beforeAll(async () => {
  ({ service, process, manager } = await openManagedService());
});
afterAll(() => service.close());
afterEach(async () => {
  service.cluster.pods = { v1: 1, v2: 1 };
  for (const app of ["product", "order"]) await setWeight(service.mesh, app, 0);
  await service.test.database.drizzle.delete(releases);
});

/** A train that no engine can go on with, both of whose v2 get half of the requests. */
const stopped = async () => {
  const { releases: begun } = await manager.trainIn(await manager.startTrain());
  const [product = "", order = ""] = begun.map(({ id }) => id);
  for (const app of ["product", "order"]) await setWeight(service.mesh, app, 500);
  for (const id of [product, order]) await process.releases.stop(id, "its log was changed");
  return { product, order };
};
const weights = () => ["product", "order"].map((app) => service.weightOf(app));
const abandon = (id: string, key?: string, reason = "seen") =>
  manager.post(`/v1/staff/releases/${id}/abandonment`, { reason }, key);
const linesOf = async (id: string) =>
  (await (await manager.get(`/v1/staff/releases/${id}/log`)).text()).trim().split("\n");

it("an abandonment is refused while v1 could not take the requests, and changes nothing", async () => {
  const { product, order } = await stopped();
  service.cluster.pods = { v1: 0, v2: 1 };
  const reply = await abandon(order);
  expect(await reply.clone().text()).toContain("v1 of order, product has no pod that is ready");
  expect(await codeOf(reply)).toEqual([409, "version-unready"]);
  expect(weights()).toEqual([500, 500]);
  for (const id of [product, order]) expect((await manager.show(id)).endedAt).toBeNull();
  service.cluster.pods = { v1: 1, v2: 1 };
  expect((await abandon(order)).status).toBe(200);
  expect(weights()).toEqual([0, 0]);
});

it("where v2 gets nothing, a v1 without a pod keeps no release from being abandoned", async () => {
  const { order } = await stopped();
  for (const app of ["product", "order"]) await setWeight(service.mesh, app, 0);
  service.cluster.pods = { v1: 0, v2: 0 };
  expect((await abandon(order)).status).toBe(200);
});

it("a freeze ends a release that no engine can go on with, with all weights as they are, and says so", async () => {
  const { product, order } = await stopped();
  service.cluster.pods = { v1: 0, v2: 1 };
  expect(await codeOf(await manager.command(order, "hold"))).toEqual([409, "release-stopped"]);
  const first = await manager.command(order, "freeze", "freeze-1");
  expect(await first.json()).toMatchObject({ heard: true, release: { phase: "frozen" } });
  const again = await manager.command(order, "freeze", "freeze-1");
  expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([200, "true"]);
  expect(weights()).toEqual([500, 500]);
  for (const id of [product, order]) {
    const { why, endedAt } = await manager.show(id);
    expect([why.join(" "), endedAt]).toEqual([
      expect.stringContaining("All weights stay as they are"),
      expect.any(String),
    ]);
    const lines = await linesOf(id);
    expect([verifyLog(lines).sound, replay(lines, judge).difference]).toEqual([true, null]);
  }
});

it("an abandonment is done once per key, and its reply is kept when the release has ended", async () => {
  const { order } = await stopped();
  const first = await abandon(order, "abandon-1");
  const length = (await linesOf(order)).length;
  const again = await abandon(order, "abandon-1");
  expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([200, "true"]);
  expect(await again.json()).toEqual(await first.json());
  expect(await linesOf(order)).toHaveLength(length);
  expect(await codeOf(await abandon(order, "abandon-1", "other"))).toEqual([422, "idempotency-key-reused"]);
  expect(await codeOf(await abandon(order, "abandon-2"))).toEqual([409, "release-ended"]);
});

it("a command that is sent again has its reply, also when its release has ended meanwhile", async () => {
  const { id } = await manager.releaseIn(await manager.start());
  expect((await manager.command(id, "rollback", "rollback-1")).status).toBe(200);
  await process.releases.stop(id, "a test");
  await abandon(id);
  const again = await manager.command(id, "rollback", "rollback-1");
  expect([again.status, again.headers.get("idempotency-replayed")]).toEqual([200, "true"]);
}, 20_000);
