import { randomUUID } from "node:crypto";
import { expect, it, onTestFinished } from "vitest";
import { openAdmission } from "../admission/admission.ts";
import { rebuild } from "../rebuild/rebuild.ts";
import { faultyRedis } from "../testing/faulty.ts";
import { startFlashRedis } from "../testing/flash-redis.ts";
import { openSale } from "../testing/open-sale.ts";
import { openSoldOutMemory } from "./memory.ts";

it("a pod that knows it says sold out without Redis, but holders of tickets still get theirs", async () => {
  const server = await startFlashRedis();
  onTestFinished(() => server.stop());
  const sale = await openSale(server.redis, 1, { pieces: 1 });
  await sale.warm();
  let away = false;
  const redis = faultyRedis(server.redis, () => (away ? "before" : undefined));
  const memory = openSoldOutMemory(3_000);
  const pod = openAdmission(
    { redis, store: sale.store, memory, newTicket: randomUUID, diverged: () => undefined },
    sale.sale,
  );
  const ann = await pod.ask("ann", "a");
  expect(await pod.ask("bob", "b")).toEqual({ kind: "sold-out" });
  away = true;
  expect(await pod.ask("cid", "c")).toEqual({ kind: "sold-out" });
  await expect(pod.ask("ann", "a")).rejects.toThrow("cut");
  away = false;
  expect(await pod.ask("ann", "a")).toEqual(ann);
  if (ann.kind !== "admitted") throw new Error(ann.kind);
  await pod.giveBack("ann", ann.ticket);
  await expect.poll(async () => (await pod.ask("cid", "c")).kind, { timeout: 10_000 }).toBe("admitted");
});

it("no pod tells the holder of a piece that it is sold out, also if the piece came back and was taken at another pod", async () => {
  const server = await startFlashRedis();
  onTestFinished(() => server.stop());
  const sale = await openSale(server.redis, 1, { pieces: 1 });
  await sale.warm();
  const [here, there] = [sale.pod(1000), sale.pod(1000)];
  const ann = await here.ask("ann", "a");
  expect(await there.ask("bob", "b")).toEqual({ kind: "sold-out" });
  if (ann.kind !== "admitted") throw new Error(ann.kind);
  await here.giveBack("ann", ann.ticket);
  let cat = await here.ask("cat", "c");
  while (cat.kind === "busy") cat = await here.ask("cat", "c");
  expect(cat.kind).toBe("admitted");
  expect(await there.ask("cat", "c")).toEqual(cat);
});

it("nor does one that remembers from before Redis lost everything", async () => {
  const server = await startFlashRedis();
  onTestFinished(() => server.stop());
  const sale = await openSale(server.redis, 1, { pieces: 1 });
  await sale.warm();
  const [here, there] = [sale.pod(1000), sale.pod(1000)];
  const ann = await here.ask("ann", "a");
  expect(await there.ask("bob", "b")).toEqual({ kind: "sold-out" });
  await server.admin.flushall();
  await rebuild(server.redis, sale.store, sale.sale);
  if (ann.kind !== "admitted") throw new Error(ann.kind);
  await here.giveBack("ann", ann.ticket);
  let cat = await here.ask("cat", "c");
  while (cat.kind === "busy") cat = await here.ask("cat", "c");
  expect(await there.ask("cat", "c")).toEqual(cat);
});

it("forgets after its life, at a newer epoch, and when told; and remembers only so much", () => {
  let now = 1;
  const memory = openSoldOutMemory(1000, 2, 3, () => now);
  const knows = (shard: string) => memory.isSoldOut(shard, "ann");
  const remember = (shard: string, epoch: number, ...holders: string[]) => {
    const list = memory.beginList();
    expect([list.milliseconds, list.most]).toEqual([1100, 3]);
    list.remember(shard, epoch, holders);
  };
  remember("a", 1, "bob");
  expect([knows("a"), memory.isSoldOut("a", "bob"), knows("b")]).toEqual([true, false, false]);
  now += 999;
  expect(knows("a")).toBe(true);
  now += 2;
  expect(knows("a")).toBe(false);
  const list = memory.beginList();
  now += 600;
  list.remember("a", 1, []);
  now += 399;
  expect(knows("a")).toBe(true);
  now += 2;
  expect(knows("a"), "its life begins with the question").toBe(false);
  remember("a", 1);
  memory.sawEpoch("a", 1);
  expect(knows("a")).toBe(true);
  memory.sawEpoch("a", 2);
  expect(knows("a")).toBe(false);
  remember("a", 2);
  memory.forget("a");
  expect(knows("a")).toBe(false);
  for (const shard of ["a", "b", "c"]) remember(shard, 2);
  expect(["a", "b", "c"].map(knows)).toEqual([false, true, true]);
});
