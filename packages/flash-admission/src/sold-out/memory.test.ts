import { randomUUID } from "node:crypto";
import { startRedis } from "@caravan/streams/testing";
import { expect, it, onTestFinished } from "vitest";
import { openAdmission } from "../admission/admission.ts";
import { faultyRedis } from "../testing/faulty.ts";
import { openSale } from "../testing/open-sale.ts";
import { openSoldOutMemory } from "./memory.ts";

it("a pod that knows it says sold out without Redis, but holders of tickets still get theirs", async () => {
  const server = await startRedis();
  onTestFinished(() => server.stop());
  const sale = await openSale(server.redis, 1, { pieces: 1 });
  await sale.warm();
  let away = false;
  const redis = faultyRedis(server.redis, () => (away ? "before" : undefined));
  const memory = openSoldOutMemory(60_000);
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
  expect((await pod.ask("cid", "c")).kind).toBe("admitted");
});

it("forgets after its life, at a newer epoch, and when told; and remembers only so much", () => {
  let now = 1;
  const memory = openSoldOutMemory(1000, 2, 3, () => now);
  const knows = (shard: string) => memory.isSoldOut(shard, "ann");
  memory.remember("a", 1, ["bob"]);
  expect([knows("a"), memory.isSoldOut("a", "bob"), knows("b")]).toEqual([true, false, false]);
  now += 999;
  expect(knows("a")).toBe(true);
  now += 2;
  expect(knows("a")).toBe(false);
  memory.remember("a", 1, []);
  memory.sawEpoch("a", 1);
  expect(knows("a")).toBe(true);
  memory.sawEpoch("a", 2);
  expect(knows("a")).toBe(false);
  memory.remember("a", 2, []);
  memory.forget("a");
  expect(knows("a")).toBe(false);
  memory.remember("a", 2, ["1", "2", "3", "4"]);
  expect(knows("a")).toBe(false);
  for (const shard of ["a", "b", "c"]) memory.remember(shard, 2, []);
  expect(["a", "b", "c"].map(knows)).toEqual([false, true, true]);
});
