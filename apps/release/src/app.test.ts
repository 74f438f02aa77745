import { verifyLog } from "@caravan/release-engine";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clientOf, codeOf, order } from "./testing/client.ts";
import { type ManagedService, openManagedService } from "./testing/open-managed-service.ts";

let service: ManagedService["service"];
let manager: ManagedService["manager"];
let process: ManagedService["process"];
beforeAll(async () => {
  ({ service, process, manager } = await openManagedService());
});
afterAll(() => service.close());

/** Ends what a test began, without an engine. */
const end = async (id: string) => {
  await process.releases.stop(id, "a test");
  await manager.post(`/v1/staff/releases/${id}/abandonment`, { reason: "the test is over" });
};

describe("access", () => {
  it("staff and release managers read; only release managers change; all others see nothing", async () => {
    const started = await manager.releaseIn(await manager.start());
    const path = `/v1/staff/releases/${started.id}`;
    const reads = ["/v1/staff/releases", path, `${path}/entries`, `${path}/log`];
    const viewer = clientOf(service, process.app, "shopper staff");
    const shopper = clientOf(service, process.app, "shopper");
    const nameless = clientOf(service, process.app, "release-manager", "");
    for (const read of reads) {
      expect([read, (await viewer.get(read)).status]).toEqual([read, 200]);
      expect(await codeOf(await shopper.get(read))).toEqual([403, "scope-missing"]);
      expect(await codeOf(await nameless.get(read))).toEqual([401, "sign-in-needed"]);
    }
    for (const who of [viewer, shopper]) {
      expect(await codeOf(await who.start())).toEqual([403, "scope-missing"]);
      expect(await codeOf(await who.command(started.id, "rollback"))).toEqual([403, "scope-missing"]);
      expect(await codeOf(await who.post(`${path}/tasks/1`, { outcome: "done" }))).toEqual([
        403,
        "scope-missing",
      ]);
      expect(await codeOf(await who.post(`${path}/abandonment`, { reason: "no" }))).toEqual([
        403,
        "scope-missing",
      ]);
    }
    expect((await manager.show(started.id)).revision).toBe(started.revision);
    await end(started.id);
  });
});

describe("a start", () => {
  it("is in the log with the name of the token, and waits for a deployer", async () => {
    const reply = await manager.start();
    const release = await manager.releaseIn(reply);
    expect(reply.status).toBe(201);
    expect(release).toMatchObject({ service: "order", phase: "preparing", startedBy: manager.subject });
    expect(release.task).toEqual({ number: 1, do: "start canary", image: order.image });
    expect(release.why.join(" ")).toContain("./caravan release follow order");
    const log = await (await manager.get(`/v1/staff/releases/${release.id}/log`)).text();
    expect(verifyLog(log.trim().split("\n"))).toMatchObject({ sound: true, head: release.head });
    expect(log).toContain(`"actor":"${manager.subject}"`);
    expect(log, "its end is known from the start").toContain('"mostEntries":10000');
    await end(release.id);
  });

  it("happens once per key, and once per service at a time", async () => {
    const first = await manager.start({}, "key-1");
    const again = await manager.start({}, "key-1");
    const { id } = await manager.releaseIn(first);
    expect([await manager.releaseIn(again), again.headers.get("idempotency-replayed")]).toMatchObject([
      { id },
      "true",
    ]);
    expect(await codeOf(await manager.start({ reason: "other" }, "key-1"))).toEqual([
      422,
      "idempotency-key-reused",
    ]);
    expect(await codeOf(await manager.start())).toEqual([409, "release-under-way"]);
    const others = await Promise.all([1, 2].map(() => manager.start({ service: "product" })));
    expect(others.map(({ status }) => status).sort()).toEqual([201, 409]);
    for (const { id: begun } of await manager.list("?underWay=true")) await end(begun);
  });

  it.each([
    ["a plan with a typing error", { plan: "steps: [{ wieght: 5 }]" }, 400, "plan-faulty"],
    ["a plan of another service", { plan: "service: product" }, 400, "plan-faulty"],
    [
      "a plan that contracts what it never expanded",
      { plan: "service: order\nmigrations: { contract: [0001_stock] }" },
      400,
      "plan-faulty",
    ],
    [
      "a plan that tells who is not there",
      { plan: "service: order\nnotifications: [{ receiver: pager }]" },
      422,
      "plan-unfeasible",
    ],
    ["a service that is not in the mesh", { service: "nothing" }, 404, "service-unknown"],
    [
      "what does not serve as the version before",
      { previous: "localhost/caravan/order:0" },
      409,
      "previous-differs",
    ],
    ["an image that is none", { image: "order latest" }, 400, "input-invalid"],
    ["a plan that is too long", { plan: "#".repeat(40_000) }, 400, "input-invalid"],
    ["a name in the body", { actor: "ada" }, 400, "input-invalid"],
  ])("with %s is refused, and leaves nothing", async (_, changes, status, code) => {
    expect(await codeOf(await manager.start(changes))).toEqual([status, code]);
    expect(await manager.list("?underWay=true")).toEqual([]);
  });

  it("says so when the cluster does not answer, and nothing begins", async () => {
    service.cluster.away = true;
    expect(await codeOf(await manager.start())).toEqual([503, "cluster-unreachable"]);
    service.cluster.away = false;
    expect(await manager.list("?underWay=true")).toEqual([]);
  });
});

describe("a list", () => {
  it("is paged, newest first", async () => {
    const { id: newest } = await manager.releaseIn(await manager.start());
    const reply = await manager.get("/v1/staff/releases?limit=1");
    const page = (await reply.json()) as { items: { id: string }[]; nextCursor: string };
    expect(page.items.map(({ id }) => id)).toEqual([newest]);
    const [second] = await manager.list(`?limit=1&cursor=${page.nextCursor}`);
    expect(second?.id).not.toBe(newest);
    expect(await codeOf(await manager.get("/v1/staff/releases?cursor=x"))).toEqual([400, "cursor-unknown"]);
    await end(newest);
  });
});

it("what is asked of a release that is not there, or has ended, is explained", async () => {
  const { id } = await manager.releaseIn(await manager.start());
  expect(await codeOf(await manager.post(`/v1/staff/releases/${id}/abandonment`, { reason: "no" }))).toEqual([
    409,
    "release-goes-on",
  ]);
  await process.releases.stop(id, "its log was changed.");
  expect((await manager.show(id)).why[0]).toContain("its log was changed");
  expect(await codeOf(await manager.command(id, "rollback"))).toEqual([409, "release-stopped"]);
  await end(id);
  expect(await codeOf(await manager.command(id, "rollback"))).toEqual([409, "release-ended"]);
  const unknown = id.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  expect(await codeOf(await manager.command(unknown, "rollback"))).toEqual([404, "release-unknown"]);
});
