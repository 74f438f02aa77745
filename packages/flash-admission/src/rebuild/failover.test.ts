import { expect, it, onTestFinished, vi } from "vitest";
import type { Decision } from "../admission/decision.ts";
import { startFlashRedis } from "../testing/flash-redis.ts";
import { copyShard } from "../testing/lose-writes.ts";
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

/** A sale of four pieces that is sold out; Redis then forgets the last two, who were told. */
const afterLostWrites = async () => {
  const server = await startFlashRedis();
  onTestFinished(() => server.stop());
  const sale = await openSale(server.redis, 1, { pieces: 4 });
  await sale.warm();
  const pod = sale.pod();
  for (const who of ["a", "b"]) await pod.ask(who, "c");
  const failOver = await copyShard(server.admin, sale.sale.id, 0);
  for (const who of ["c", "d"]) expect((await pod.ask(who, "c")).kind).toBe("admitted");
  await failOver();
  return { sale, pod };
};

it("those whose pieces Redis forgot are not told that it is sold out, although others were given them in Redis meanwhile", async () => {
  const { sale, pod } = await afterLostWrites();
  for (const who of ["e", "f", "c", "d", "g"]) expect(await pod.ask(who, "c")).toEqual({ kind: "warming" });
  await sale.warm();
  for (const who of ["c", "d"]) expect((await pod.ask(who, "c")).kind).toBe("admitted");
  expect(await pod.ask("g", "c")).toEqual({ kind: "sold-out" });
});

it("a keeper sees that Redis forgot something, although no one asks", async () => {
  const { sale, pod } = await afterLostWrites();
  await pod.confirm();
  expect(sale.diverged).toEqual([sale.sale.id]);
});

it("tending asks the store for nothing while nothing is decided", async () => {
  const server = await startFlashRedis();
  onTestFinished(() => server.stop());
  const sale = await openSale(server.redis, 2, { pieces: 1 });
  await sale.warm();
  const newest = vi.spyOn(sale.store, "newest");
  await sale.pod().tend();
  expect(newest).not.toHaveBeenCalled();
});
