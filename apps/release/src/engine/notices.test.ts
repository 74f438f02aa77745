import { judge, replay } from "@caravan/release-engine";
import { beforeAll, beforeEach, expect, it } from "vitest";
import { runningEngine } from "../testing/running-engine.ts";

let service: ReturnType<typeof world>["service"];
let manager: ReturnType<typeof world>["manager"];
const world = runningEngine();
beforeAll(() => {
  ({ service, manager } = world());
});
beforeEach(() => {
  Object.assign(service.chat, { answers: async () => {}, away: false });
  service.chat.told.length = 0;
  service.counted.length = 0;
});

const plan = `service: order
notifications: [{ receiver: wecom, on: [started, held, rolling back, rolled back] }]
`;
const begin = async () => {
  const { id } = await manager.releaseIn(await manager.start({ plan }));
  await manager.answer(id, 1, { outcome: "done" });
  return id;
};
/** Ends a release, so that another one of the service can begin. */
const end = async (id: string) => {
  await manager.command(id, "rollback");
  const { task } = await manager.until(id, (release) => release.task?.do === "remove canary");
  await manager.answer(id, task?.number ?? 0, { outcome: "done" });
  await manager.until(id, ({ endedAt }) => endedAt !== null);
};
const occasions = () => service.chat.told.map(({ occasion }) => occasion);

it("people are told of what the plan names, once each, with where the release is and why", async () => {
  const id = await begin();
  await manager.command(id, "hold");
  await manager.until(id, () => occasions().includes("held"));
  const [started, held] = service.chat.told;
  expect(started).toMatchObject({ receiver: "wecom", release: id, service: "order", occasion: "started" });
  expect(held?.words.join(" ")).toMatch(/order is held.*a test/);
  await end(id);
  await manager.until(id, () => service.counted.length === 4);
  expect(occasions()).toEqual(["started", "held", "rolling back", "rolled back"]);
  expect(service.counted).toEqual(Array(4).fill("order told"));
  const lines = (await (await manager.get(`/v1/staff/releases/${id}/log`)).text()).trim().split("\n");
  expect(replay(lines, judge).difference).toBeNull();
}, 30_000);

/** Attempts to tell wait until this is settled; later ones do not. */
const holdAttempts = () => {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  service.chat.answers = () => promise;
  return {
    answer: resolve,
    fail: () => {
      service.chat.answers = async () => {};
      reject(new Error("Alertmanager does not answer"));
    },
  };
};

it("a receiver that does not answer is tried again, and the release does not wait for it", async () => {
  const attempts = holdAttempts();
  const id = await begin();
  await manager.until(id, ({ phase }) => phase === "observing");
  expect(occasions()).toEqual([]);
  attempts.fail();
  await manager.until(id, () => occasions().includes("started"));
  await end(id);
}, 30_000);

it("a release begins although nothing says who can be told, and what is told after its end does not move its end", async () => {
  service.chat.away = true;
  const attempts = holdAttempts();
  const reply = await manager.start({ plan });
  expect(reply.status).toBe(201);
  const { id } = await manager.releaseIn(reply);
  await end(id);
  const { endedAt } = await manager.show(id);
  attempts.answer();
  const later = await manager.until(id, ({ changedAt }) => changedAt > (endedAt ?? changedAt));
  expect(later.endedAt).toBe(endedAt);
}, 30_000);
