import { judge, replay } from "@caravan/release-engine";
import { beforeAll, expect, it } from "vitest";
import { order } from "../testing/client.ts";
import { runningEngine } from "../testing/running-engine.ts";

let manager: ReturnType<typeof world>["manager"];
const world = runningEngine();
beforeAll(() => {
  ({ manager } = world());
});

const plan = `service: order
steps: [{ weight: 50 }]
migrations: { expand: [0001_add-body], contract: [0002_drop-text, 0003_drop-more] }
after: 1s
`;
/** Waits for a task, does it, and gives what was asked. */
const done = async (id: string, kind: string) => {
  const { task } = await manager.until(id, (release) => release.task?.do === kind);
  await manager.answer(id, task?.number ?? 0, { outcome: "done" });
  return task;
};

it("runs what expands before v2 starts, keeps what contracts back until a person says so, and then there is no way back", async () => {
  const { id } = await manager.releaseIn(await manager.start({ plan }));
  const contract = ["0002_drop-text", "0003_drop-more"];
  expect(await done(id, "run migration")).toMatchObject({
    ...{ stage: "expand", migration: "0001_add-body", image: order.image, heldBack: contract },
  });
  await done(id, "start canary");
  await manager.until(id, ({ phase }) => phase === "observing");
  await manager.command(id, "promote");
  expect(await done(id, "make stable")).toMatchObject({ image: order.image, heldBack: contract });
  await done(id, "keep old");
  const held = await manager.until(id, ({ phase }) => phase === "held");
  expect(held.task).toBeNull();
  expect(held.why.join(" ")).toContain("Resume runs these migrations");
  await manager.command(id, "resume");
  await done(id, "remove canary");
  const { task } = await manager.until(id, (release) => release.task?.do === "run migration");
  expect(task).toMatchObject({ stage: "contract", migration: contract[0], heldBack: [contract[1]] });
  await manager.answer(id, task?.number ?? 0, { outcome: "failed", reason: "There is no migration 0002." });
  const failed = await manager.until(id, ({ phase }) => phase === "held");
  expect(failed.why.join(" ")).toContain("There is no migration 0002.");
  await manager.command(id, "rollback");
  const { phase, why } = await manager.until(id, ({ endedAt }) => endedAt !== null);
  expect(phase).toBe("frozen");
  expect(why.join(" ")).toMatch(/0002_drop-text.* ran/);
  const lines = (await (await manager.get(`/v1/staff/releases/${id}/log`)).text()).trim().split("\n");
  expect(replay(lines, judge).difference).toBeNull();
}, 30_000);

it("on the way back the version before runs no migration of the new one, and none is held back from it", async () => {
  const { id } = await manager.releaseIn(await manager.start({ plan, image: order.image.replace("a", "b") }));
  await done(id, "run migration");
  await done(id, "start canary");
  await manager.until(id, ({ phase }) => phase === "observing");
  await manager.command(id, "promote");
  await done(id, "make stable");
  await done(id, "keep old");
  await manager.until(id, ({ phase }) => phase === "held");
  await manager.command(id, "rollback");
  expect(await done(id, "make stable")).toEqual({
    ...{ number: expect.any(Number), do: "make stable", image: order.previous, pods: 1 },
  });
  await done(id, "remove canary");
  expect(await manager.until(id, ({ endedAt }) => endedAt !== null)).toMatchObject({ phase: "rolled back" });
}, 30_000);
