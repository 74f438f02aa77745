import { expect, it } from "vitest";
import { runningEngine } from "../testing/running-engine.ts";

const opened = runningEngine();

it("what the engine hears and does not do has its reason in the reply", async () => {
  const { manager } = opened();
  const { id } = await manager.releaseIn(await manager.start());
  await manager.answer(id, 1, { outcome: "done" });
  await manager.until(id, ({ phase }) => phase === "observing");
  const reply = await manager.command(id, "resume");
  expect(await reply.json()).toMatchObject({
    heard: true,
    refused: '"resume" cannot be done while the release is observing.',
    release: { phase: "observing" },
  });
}, 30_000);
