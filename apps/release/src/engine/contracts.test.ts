import { judge, replay, verifyLog } from "@caravan/release-engine";
import { expect, it } from "vitest";
import { clientOf } from "../testing/client.ts";
import { runningEngine } from "../testing/running-engine.ts";

const opened = runningEngine();
const breaks = ["route order.list of order v2 breaks storefront v1, which calls it: reply.total"];

/** A release of order that is held for its contracts, before its first request. */
const held = async () => {
  const { service, manager } = opened();
  service.contracts.breaks = breaks;
  const { id } = await manager.releaseIn(await manager.start());
  await manager.answer(id, 1, { outcome: "done" });
  return manager.until(id, ({ phase }) => phase === "held");
};
/** Takes it back, so that another one of the service can begin. */
const end = async (id: string) => {
  const { manager } = opened();
  await manager.command(id, "rollback");
  const { task } = await manager.until(id, (release) => release.task?.do === "remove canary");
  await manager.answer(id, task?.number ?? 0, { outcome: "done" });
  await manager.until(id, ({ endedAt }) => endedAt !== null);
};

it("a version whose contracts do not fit gets no request, and says so by route and caller", async () => {
  const { id, contracts, why, weights } = await held();
  expect([contracts, weights.planned]).toEqual([{ found: breaks }, 0]);
  expect(why.join(" ")).toContain(breaks[0]);
  expect(opened().service.weightOf("order")).toBe(0);
  await end(id);
}, 30_000);

it("a release manager lets it go on, with a reason that stands in a log that is whole; staff cannot", async () => {
  const { service, manager } = opened();
  const { id } = await held();
  const staff = clientOf(service, service.open("other").app, "staff");
  expect((await staff.command(id, "promote")).status).toBe(403);
  await manager.command(id, "promote");
  const { contracts } = await manager.until(id, ({ phase }) => phase === "observing");
  expect([contracts, service.weightOf("order")]).toEqual([undefined, 50]);
  const lines = (await (await manager.get(`/v1/staff/releases/${id}/log`)).text()).trim().split("\n");
  const accepted = lines.find((line) => line.includes('"because":"accepted"')) ?? "";
  for (const part of [`"actor":"${manager.subject}"`, '"reason":"a test"', breaks[0] ?? ""])
    expect(accepted).toContain(part);
  expect(verifyLog(lines)).toMatchObject({ sound: true });
  expect(replay(lines, judge).difference).toBeNull();
  await end(id);
}, 30_000);

it("a plan can do without the comparison", async () => {
  const { manager, service } = opened();
  service.contracts.breaks = breaks;
  const plan = "service: order\ncontracts: ignore";
  const { id } = await manager.releaseIn(await manager.start({ plan }));
  await manager.answer(id, 1, { outcome: "done" });
  await manager.until(id, ({ phase }) => phase === "observing");
  await end(id);
}, 30_000);
