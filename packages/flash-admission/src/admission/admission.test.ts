import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FlashRedis, startFlashRedis } from "../testing/flash-redis.ts";
import { openSale } from "../testing/open-sale.ts";

let server: FlashRedis;
beforeAll(async () => {
  server = await startFlashRedis();
});
afterAll(() => server.stop());

const shoppers = (count: number): string[] => Array.from({ length: count }, (_, i) => `s${i}`);
const hour = 3_600_000;

describe("of N pieces exactly N are sold", () => {
  it("whatever the interleaving of pods, shards and repeated clicks, and no shopper is refused for good while one is left", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          shards: fc.integer({ min: 1, max: 6 }),
          pieces: fc.integer({ min: 0, max: 25 }),
          room: fc.integer({ min: 0, max: 12 }),
          extra: fc.integer({ min: -10, max: 30 }),
          clicks: fc.integer({ min: 1, max: 3 }),
          backlog: fc.constantFrom(3, 1000),
          order: fc.infiniteStream(fc.nat()),
        }),
        async ({ shards, pieces, room, extra, clicks, backlog, order }) => {
          const sale = await openSale(server.redis, shards, { pieces, room, backlog });
          expect(await sale.warm()).toEqual({ kind: "rebuilt", epoch: 1 });
          const pods = [sale.pod(), sale.pod(), sale.pod()];
          const people = shoppers(Math.max(0, pieces + extra));
          const asks = people
            .flatMap((who) =>
              Array.from({ length: clicks }, (_, click) => ({ who, click, lot: order.next().value ?? 0 })),
            )
            .sort((a, b) => a.lot - b.lot);
          const ask = async ({ who, click, lot }: (typeof asks)[number]) =>
            [who, await (pods[lot % 3] ?? sale.pod()).ask(who, `c${click}`)] as const;
          const told = await Promise.all(asks.map(ask));
          // Those without a decision for good ask again, one after the other.
          for (const who of people)
            for (let again = 0; again < 20; again++) {
              const [, decision] = await ask({ who, click: 0, lot: again });
              told.push([who, decision]);
              if (!["busy", "deciding"].includes(decision.kind)) break;
            }
          await pods[0]?.tend();
          expect(sale.sold()).toBe(Math.min(pieces, people.length));
          expect([sale.refused, sale.diverged]).toEqual([[], []]);
          const admitted = told.flatMap(([who, its]) =>
            its.kind === "admitted" ? [`${who} ${its.ticket}`] : [],
          );
          const live = [...sale.tickets.values()].filter(({ status }) => status === "admitted");
          const holders = live.map(({ shopper, ticket }) => `${shopper} ${ticket}`);
          expect(holders).toEqual(expect.arrayContaining([...new Set(admitted)]));
          expect(new Set(live.map(({ shopper }) => shopper)).size).toBe(live.length);
        },
      ),
      { numRuns: 60 },
    );
  }, 120_000);

  it("with a line of one shard full, pieces of every other shard are found before anyone is told that it is sold out", async () => {
    const sale = await openSale(server.redis, 8, { pieces: 40 });
    await sale.warm();
    const told = [];
    for (const who of shoppers(41)) told.push((await sale.pod().ask(who, "c")).kind);
    expect(told.filter((kind) => kind === "admitted")).toHaveLength(40);
    expect(told.at(-1)).toBe("sold-out");
  });
});

describe("a shopper", () => {
  it("gets the same ticket for the same click and, at the limit, for every other one", async () => {
    const sale = await openSale(server.redis, 2, { limit: 2 });
    await sale.warm();
    const pod = sale.pod();
    const [a, again, b, c] = [
      await pod.ask("ann", "a"),
      await pod.ask("ann", "a"),
      await pod.ask("ann", "b"),
      await pod.ask("ann", "c"),
    ];
    expect(again).toEqual(a);
    expect(b).not.toEqual(a);
    expect(c).toEqual(b);
    expect(sale.sold()).toBe(2);
  });

  it("waits in line at a place, and has the piece that another gives back, who gets no second one", async () => {
    const sale = await openSale(server.redis, 1, { pieces: 1, room: 2 });
    await sale.warm();
    const pod = sale.pod();
    const ann = await pod.ask("ann", "a");
    expect(await pod.ask("bob", "b")).toMatchObject({ kind: "waiting", place: 1 });
    expect(await pod.ask("cid", "c")).toMatchObject({ kind: "waiting", place: 2 });
    expect(await pod.ask("dan", "d")).toEqual({ kind: "sold-out" });
    if (ann.kind !== "admitted") throw new Error(ann.kind);
    for (let times = 0; times < 3; times++)
      expect(await pod.giveBack("ann", ann.ticket)).toEqual({ kind: "returned", freed: false });
    expect([...sale.tickets.values()].map(({ shopper, status }) => [shopper, status])).toEqual([
      ["ann", "returned"],
      ["bob", "admitted"],
      ["cid", "waiting"],
    ]);
    expect(await pod.ask("bob", "b")).toMatchObject({ kind: "admitted" });
    expect(await pod.ask("cid", "c")).toMatchObject({ kind: "waiting", place: 1 });
    expect(await pod.ask("ann", "a")).toEqual({ kind: "not-for-you", reason: "returned" });
    expect(sale.sold()).toBe(1);
  });

  it("in the line of one shard gets the piece that comes back in another one", async () => {
    const sale = await openSale(server.redis, 5, { pieces: 3, room: 40 });
    await sale.warm();
    const pod = sale.pod();
    for (const who of shoppers(10)) await pod.ask(who, "c");
    for (const { ticket, shopper, status } of [...sale.tickets.values()])
      if (status === "admitted") await pod.giveBack(shopper, ticket);
    await pod.tend();
    expect(sale.sold()).toBe(3);
  });

  it("is refused with a name that could break a key", async () => {
    const sale = await openSale(server.redis, 1);
    await expect(sale.pod().ask("a b", "c")).rejects.toThrow("must be 1 to 64 letters");
    await expect(sale.pod().ask("a", "c:d")).rejects.toThrow("must be 1 to 64 letters");
  });
});

describe("by the server's clock", () => {
  it("nothing is sold before the sale opens, and it says when it will", async () => {
    const begins = new Date(Date.now() + hour);
    const sale = await openSale(server.redis, 2, { begins, ends: new Date(Date.now() + 2 * hour) });
    await sale.warm();
    expect(await sale.pod().ask("ann", "a")).toEqual({ kind: "not-yet", opensAt: begins });
    expect(sale.sold()).toBe(0);
  });

  it("nothing is sold after the end or in a pause, but a ticket is still told", async () => {
    const sale = await openSale(server.redis, 1, { pieces: 1, room: 5, ends: new Date(Date.now() + 400) });
    await sale.warm();
    const pod = sale.pod();
    const ann = await pod.ask("ann", "a");
    await pod.ask("bob", "b");
    let more = 0;
    await expect
      .poll(async () => (await pod.ask(`more${++more}`, "c")).kind, { timeout: 5000 })
      .toBe("ended");
    expect(await pod.ask("ann", "a")).toEqual(ann);
    if (ann.kind === "admitted") await pod.giveBack("ann", ann.ticket);
    expect([await pod.ask("bob", "b"), sale.sold()]).toEqual([{ kind: "ended" }, 0]);
    const paused = await openSale(server.redis, 1, { phase: "paused" });
    await paused.warm();
    expect(await paused.pod().ask("ann", "a")).toEqual({ kind: "paused" });
  });
});
