import { afterAll, beforeAll, expect, it } from "vitest";
import type { Decision } from "../admission/decision.ts";
import { keysOf } from "../admission/keys.ts";
import { openShard } from "../admission/shard.ts";
import { type FlashRedis, startFlashRedis } from "../testing/flash-redis.ts";
import { copySale, copyShard, loseShard } from "../testing/lose-writes.ts";
import { openSale } from "../testing/open-sale.ts";

let server: FlashRedis;
beforeAll(async () => {
  server = await startFlashRedis();
});
afterAll(() => server.stop());

it("a Redis emptied in the middle of a sale says warming, not sold out, and goes on with every ticket and the line in order", async () => {
  const sale = await openSale(server.redis, 3, { pieces: 4, room: 30 });
  const pod = sale.pod();
  expect(await pod.ask("s0", "c")).toEqual({ kind: "warming" });
  await sale.warm();
  const before = [];
  for (let i = 0; i < 9; i++) before.push(await pod.ask(`s${i}`, "c"));
  for (const shard of [0, 1, 2]) await loseShard(server.admin, sale.sale.id, shard);
  for (let i = 0; i < 9; i++) expect(await pod.ask(`s${i}`, "c")).toEqual({ kind: "warming" });
  expect(await sale.warm()).toEqual({ kind: "rebuilt", epoch: 2 });
  for (let i = 0; i < 9; i++) expect(await pod.ask(`s${i}`, "c")).toEqual(before[i]);
  expect((await pod.ask("s9", "c")).kind).toBe("waiting");
  expect(sale.sold()).toBe(4);
});

it("writes that a failover loses after their hand-over never sell a piece twice: the store refuses, a rebuild mends", async () => {
  const sale = await openSale(server.redis, 1, { pieces: 2 });
  await sale.warm();
  const pod = sale.pod();
  const failOver = await copyShard(server.admin, sale.sale.id, 0);
  const ann = await pod.ask("ann", "a");
  await failOver();
  expect(await pod.ask("bob", "b")).toEqual({ kind: "warming" });
  expect(sale.diverged).toEqual([sale.sale.id]);
  await sale.warm();
  expect(await pod.ask("ann", "a")).toEqual(ann);
  expect(await pod.ask("bob", "b")).toMatchObject({ kind: "admitted" });
  expect(await pod.ask("cid", "c")).toEqual({ kind: "sold-out" });
});

it("a failover that loses the same moment of every shard takes back no answer, and sells no piece twice", async () => {
  const sale = await openSale(server.redis, 3, { pieces: 6, room: 9 });
  await sale.warm();
  const pod = sale.pod();
  for (const who of ["s0", "s1", "s2"]) await pod.ask(who, "c");
  const failOver = await copySale(server.admin, sale.sale);
  const told = new Map<string, Decision>();
  for (let i = 0; i < 12; i++) told.set(`s${i}`, await pod.ask(`s${i}`, "c"));
  await failOver();
  // Redis has lost who was told of pieces, and would sell them again.
  const again = [];
  for (let i = 12; i < 24; i++) again.push((await pod.ask(`s${i}`, "c")).kind);
  expect(again).not.toContain("admitted");
  expect(sale.diverged).toContain(sale.sale.id);
  await sale.warm();
  for (const [who, decision] of told) expect((await pod.ask(who, "c")).kind).toBe(decision.kind);
  expect(sale.sold()).toBe(6);
});

it("writes that a failover loses before their hand-over were told to no shopper, and are decided anew", async () => {
  const sale = await openSale(server.redis, 1, { pieces: 1 });
  await sale.warm();
  const failOver = await copyShard(server.admin, sale.sale.id, 0);
  const shard = openShard(server.redis, sale.sale.id, 0);
  expect(await shard.ask("ann", "a", "lost-ticket")).toMatchObject({ kind: "admitted", at: 1, handed: 0 });
  await failOver();
  expect(await sale.pod().ask("bob", "b")).toMatchObject({ kind: "admitted" });
  expect(await sale.pod().ask("ann", "a")).toEqual({ kind: "sold-out" });
});

it("a hand-over that was read from the old primary cannot mark what the new one decided as stored", async () => {
  const sale = await openSale(server.redis, 1, { pieces: 3 });
  await sale.warm();
  const shard = openShard(server.redis, sale.sale.id, 0);
  const failOver = await copyShard(server.admin, sale.sale.id, 0);
  await shard.ask("ann", "a", "old-ticket");
  const batch = await shard.undelivered(1, 10);
  await failOver();
  await shard.ask("bob", "b", "new-ticket");
  expect(await sale.store.append(batch)).toBe("stored");
  expect(await shard.handed(1, 1, batch.decided[0]?.mark ?? "")).toEqual({ kind: "stale" });
  expect(await sale.pod().ask("bob", "b")).toEqual({ kind: "warming" });
});

it("of two rebuilds at once the newer one wins, and a doubled or half-done one sells nothing", async () => {
  const sale = await openSale(server.redis, 2, { pieces: 5 });
  const old = await sale.store.raise(sale.sale.id);
  const shard = openShard(server.redis, sale.sale.id, 0);
  expect(await shard.begin(old)).toBe("ok");
  expect(await shard.ask("ann", "a", "t")).toEqual({ kind: "warming" });
  await sale.warm();
  expect(await shard.begin(old)).toBe("stale");
  expect(await shard.load(old.epoch, [])).toBe("stale");
  expect(await shard.open(old.epoch, 5, 0, "open")).toBe("stale");
  expect(await shard.receive(old.epoch, 1, 1, 5)).toBe("stale");
  expect(await shard.begin({ ...old, epoch: 2 })).toBe("stale");
  for (let i = 0; i < 9; i++) await sale.pod().ask(`s${i}`, "c");
  expect(sale.sold()).toBe(5);
});

it("a shard that lost tickets while they were loaded is not opened", async () => {
  const sale = await openSale(server.redis, 1);
  const shard = openShard(server.redis, sale.sale.id, 0);
  const one = { ticket: "t", shopper: "ann", click: "a", status: "admitted", place: 0 } as const;
  await shard.begin(await sale.store.raise(sale.sale.id));
  await shard.load(1, [one]);
  await server.admin.del(keysOf(sale.sale.id, 0)[1] ?? "");
  expect(await shard.open(1, 9, 1, "open")).toBe("incomplete");
});

it("a pause and the end are rebuilds: decided but unstored pieces are not sold, and what is unsold can be counted and given back", async () => {
  const sale = await openSale(server.redis, 2, { pieces: 3 });
  await sale.warm();
  const pod = sale.pod();
  const ann = await pod.ask("ann", "a");
  const failOver = await copyShard(server.admin, sale.sale.id, 0);
  sale.terms.phase = "paused";
  await sale.warm();
  expect(await pod.ask("bob", "b")).toEqual({ kind: "paused" });
  expect(await pod.ask("ann", "a")).toEqual(ann);
  await failOver();
  for (let i = 0; i < 8; i++)
    expect(["paused", "warming", "busy"]).toContain((await pod.ask(`s${i}`, "c")).kind);
  sale.terms.phase = "closed";
  await sale.warm();
  expect([await pod.ask("bob", "b"), await pod.census()]).toMatchObject([{ kind: "ended" }, { free: 2 }]);
  if (ann.kind !== "admitted") throw new Error(ann.kind);
  expect(await pod.giveBack("ann", ann.ticket)).toEqual({ kind: "returned", freed: true });
  expect([sale.sold(), await pod.census()]).toMatchObject([0, { free: 3 }]);
});

it("the number of shards changes by a rebuild", async () => {
  const sale = await openSale(server.redis, 1, { pieces: 6 });
  await sale.warm();
  const before = [];
  for (let i = 0; i < 3; i++) before.push(await sale.pod().ask(`s${i}`, "c"));
  sale.sale.shards = 4;
  await sale.warm();
  for (let i = 0; i < 3; i++) expect(await sale.pod().ask(`s${i}`, "c")).toEqual(before[i]);
  for (let i = 3; i < 9; i++) await sale.pod().ask(`s${i}`, "c");
  expect(sale.sold()).toBe(6);
});
