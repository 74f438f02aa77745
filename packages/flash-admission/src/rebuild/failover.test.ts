import { expect, it, onTestFinished } from "vitest";
import type { Decision } from "../admission/decision.ts";
import { startFlashRedis } from "../testing/flash-redis.ts";
import { openSale } from "../testing/open-sale.ts";
import { rebuild } from "./rebuild.ts";

it("a real replica that is promoted while the old primary goes on: one of them is believed, and no answer is taken back", async () => {
  const primary = await startFlashRedis();
  onTestFinished(() => primary.stop());
  const replica = await startFlashRedis(["--replicaof", "127.0.0.1", String(primary.port)]);
  onTestFinished(() => replica.stop());
  await expect
    .poll(() => replica.redis.info("replication"), { timeout: 20_000 })
    .toContain("master_link_status:up");
  const sale = await openSale(primary.redis, 1, { pieces: 6 });
  await sale.warm();
  const before = sale.pod();
  const after = sale.pod(1, replica.redis);
  const told = new Map<string, Decision>();
  const tell = async (who: string) => told.set(who, await before.ask(who, "c"));

  for (const who of ["a", "b"]) await tell(who);
  // It waits for this connection's own last write, which comes after theirs.
  await primary.admin.set("after them", "");
  expect(await primary.admin.wait(1, 10_000)).toBe(1);
  await replica.admin.replicaof("NO", "ONE");
  for (const who of ["c", "d"]) await tell(who);
  expect(await after.ask("a", "c")).toEqual(told.get("a"));
  expect(await after.ask("e", "c")).toEqual({ kind: "warming" });
  expect(sale.diverged).toEqual([sale.sale.id]);

  expect(await rebuild(replica.redis, sale.store, sale.sale)).toEqual({ kind: "rebuilt", epoch: 2 });
  expect(await before.ask("f", "c")).toEqual({ kind: "warming" });
  for (const [who, decision] of told) expect(await after.ask(who, "c")).toEqual(decision);
  for (const who of ["e", "f"]) expect((await after.ask(who, "c")).kind).toBe("admitted");
  expect(await after.ask("g", "c")).toEqual({ kind: "sold-out" });
  expect(sale.sold()).toBe(6);
});
