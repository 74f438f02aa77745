import { afterAll, beforeAll, expect, it } from "vitest";
import { handOver } from "../hand-over/hand-over.ts";
import type { StoredTicket } from "../hand-over/store.ts";
import { type FlashRedis, startFlashRedis } from "../testing/flash-redis.ts";
import { openSale } from "../testing/open-sale.ts";
import { refill } from "./refill.ts";
import { openShard } from "./shard.ts";

let server: FlashRedis;
beforeAll(async () => {
  server = await startFlashRedis();
});
afterAll(() => server.stop());

/** Three shards; all pieces lie in the second. */
const three = async (pieces: number) => {
  const sale = await openSale(server.redis, 3, { pieces, room: 30 });
  const snapshot = await sale.store.raise(sale.sale.id);
  const [a, b, c] = [0, 1, 2].map((number) => openShard(server.redis, sale.sale.id, number));
  if (!a || !b || !c) throw new Error("no shard");
  for (const shard of [a, b, c]) {
    await shard.begin({ ...snapshot, room: 10 });
    await shard.open(1, shard === b ? pieces : 0, 0, "open");
  }
  return { sale, a, b, c };
};

it("a move that its process left behind is finished by the next who looks, also when it goes to another shard", async () => {
  const { a, b, c } = await three(1);
  await b.take(1, 2, true);
  expect(await refill([a, b, c], 1, 0)).toBe("moved");
  expect(await a.look()).toMatchObject({ free: 1 });
});

it("a second move waits for the first, which keeps its pieces", async () => {
  const { b } = await three(8);
  const first = await b.take(1, 0, true);
  expect(first).toMatchObject({ free: 4, moves: [{ to: 0, number: 1, pieces: 4 }] });
  expect(await b.take(1, 0, true)).toEqual(first);
});

it("a move that is received twice, or late, adds its pieces once", async () => {
  const { a, b } = await three(8);
  await b.take(1, 0, true);
  for (let times = 0; times < 2; times++) expect(await a.receive(1, 1, 1, 4)).toBe("ok");
  await b.moved(1, 0, 1);
  await b.moved(1, 0, 1);
  expect([await a.look(), await b.look()]).toMatchObject([{ free: 4 }, { free: 4 }]);
});

it("a piece that passes between shards already seen and not yet seen is not taken for none", async () => {
  const { a, b, c } = await three(1);
  let at = 1;
  const pass = async () => {
    const [from, to] = at === 1 ? [b, c] : [c, b];
    const other = 3 - at;
    const reply = await from.take(1, other, true);
    if (reply.kind === "stale") throw new Error("stale");
    for (const { number, pieces } of reply.moves) await to.receive(1, at, number, pieces);
    await from.moved(1, other, reply.moves[0]?.number ?? 0);
    at = other;
  };
  /** Just before a look reaches the shard with the piece, the piece goes to the other one. */
  const watched = [a, b, c].map((shard, number) => ({
    ...shard,
    take: async (epoch: number, to: number, want: boolean) => {
      if (number === at) await pass();
      return shard.take(epoch, to, want);
    },
  }));
  expect(await refill(watched, 1, 0)).toBe("unsure");
});

it("a piece that comes back counts as gained", async () => {
  const { b } = await three(1);
  await b.ask("ann", "a", "t");
  const before = await b.take(1, 0, false);
  await b.giveBack("t");
  expect(before).toMatchObject({ gains: 0 });
  expect(await b.take(1, 0, false)).toMatchObject({ gains: 1 });
});

it("a piece that comes back is the next one's in the same step", async () => {
  const { b } = await three(1);
  await b.ask("ann", "a", "t");
  await b.ask("bob", "b", "u");
  await b.giveBack("t");
  expect(await b.look()).toMatchObject({ free: 0, waiting: 0, decided: 4 });
});

it("decisions that wait for their hand-over are bounded, also when the line is served; none is skipped", async () => {
  const sale = await openSale(server.redis, 1, { pieces: 5, room: 9, backlog: 2 });
  const snapshot = await sale.store.raise(sale.sale.id);
  const shard = openShard(server.redis, sale.sale.id, 0);
  const line = [0, 1, 2, 3, 4].map((place): StoredTicket & { place: number } => ({
    ...{ ticket: `t${place}`, shopper: `s${place}`, click: "c", status: "waiting", place },
  }));
  await shard.begin({ ...snapshot, room: 9 });
  await shard.load(1, line);
  await shard.open(1, 5, 5, "open");
  expect(await shard.look()).toMatchObject({ decided: 2, free: 3, waiting: 3 });
  expect(await shard.ask("late", "c", "t9")).toEqual({ kind: "busy" });
  for (let times = 0; times < 3; times++) await handOver(shard, sale.store, 1);
  expect(await shard.look()).toMatchObject({ decided: 5, handed: 5, free: 0, waiting: 0 });
  expect(sale.sold()).toBe(5);
});
