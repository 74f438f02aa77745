import { Problem } from "@caravan/contracts";
import { NotKnown } from "@caravan/release-engine";
import { ContractsUnread } from "@caravan/release-runner";
import * as v from "valibot";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { releases } from "../database/schema.ts";
import { codeOf, train } from "../testing/client.ts";
import { type ManagedService, openManagedService } from "../testing/open-managed-service.ts";

let service: ManagedService["service"];
let manager: ManagedService["manager"];
beforeAll(async () => {
  ({ service, manager } = await openManagedService());
});
afterAll(() => service.close());
afterEach(async () => {
  await service.test.database.drizzle.delete(releases);
});

it("a start of a train begins all of it or nothing, once per key, and each log names its train", async () => {
  const first = await manager.startTrain({}, "train-1");
  const again = await manager.startTrain({}, "train-1");
  expect([first.status, again.headers.get("idempotency-replayed")]).toEqual([201, "true"]);
  const { id, releases } = await manager.trainIn(first);
  const order = releases.map(({ service, id: release }) => ({ service, release }));
  expect(releases.map(({ train: of }) => of)).toEqual([
    { id, order },
    { id, order },
  ]);
  for (const { release } of order)
    expect(await (await manager.get(`/v1/staff/releases/${release}/log`)).text()).toContain(
      `"train":{"id":"${id}"`,
    );
});

it("a train has the order of the contracts that run, not that of the request", async () => {
  const reply = await manager.startTrain({ releases: train.releases.toReversed() });
  const { releases: begun } = await manager.trainIn(reply);
  expect(begun.map(({ service, image }) => [service, image.includes(service)])).toEqual([
    ["product", true],
    ["order", true],
  ]);
  expect(begun[0]?.train?.order.map(({ service }) => service)).toEqual(["product", "order"]);
});

it.each([
  [
    new ContractsUnread(["order v1"], ["product"]),
    "contracts-unread",
    /order v1 did not say.*product has no pod/,
  ],
  [new NotKnown("pods cannot be listed"), "cluster-unreachable", /does not answer/],
])("without an order nothing begins, and it says why: %s", async (fault, code, words) => {
  service.order.fails = fault;
  const reply = await manager.startTrain();
  service.order.fails = undefined;
  const problem = v.parse(Problem, await reply.json());
  expect([reply.status, problem.code, problem.detail]).toEqual([503, code, expect.stringMatching(words)]);
  expect(await manager.list("?underWay=true")).toEqual([]);
});

it.each([
  ["a service that is released already", {}, 409, "release-under-way"],
  ["a service twice", { releases: [train.releases[0], train.releases[0]] }, 400, "plans-unlike"],
  ["one service", { releases: [train.releases[0]] }, 400, "input-invalid"],
  [
    "plans of other lengths",
    {
      releases: [
        { ...train.releases[0], plan: "service: product\nsteps: [{ weight: 10 }]" },
        train.releases[1],
      ],
    },
    ...([400, "plans-unlike"] as const),
  ],
  [
    "what does not serve as the version before of one",
    { releases: [train.releases[0], { ...train.releases[1], previous: "localhost/caravan/order:0" }] },
    ...([409, "previous-differs"] as const),
  ],
  [
    "a service that is not in the mesh",
    { releases: [train.releases[0], { ...train.releases[1], service: "nothing" }] },
    ...([404, "service-unknown"] as const),
  ],
] as const)("a train with %s is refused, and leaves nothing", async (name, changes, status, code) => {
  const before = name.startsWith("a service that is released") ? [await manager.start()] : [];
  expect(await codeOf(await manager.startTrain(changes))).toEqual([status, code]);
  expect(await manager.list("?underWay=true")).toHaveLength(before.length);
});
