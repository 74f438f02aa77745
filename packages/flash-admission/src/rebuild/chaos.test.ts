import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openAdmission } from "../admission/admission.ts";
import { openSoldOutMemory } from "../sold-out/memory.ts";
import { type Cut, faultyRedis, faultyStore } from "../testing/faulty.ts";
import { type FlashRedis, startFlashRedis } from "../testing/flash-redis.ts";
import { copyShard, loseShard } from "../testing/lose-writes.ts";
import { openSale } from "../testing/open-sale.ts";

let server: FlashRedis;
beforeAll(async () => {
  server = await startFlashRedis();
});
afterAll(() => server.stop());

const act = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant("ask" as const), who: fc.nat(14) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("return" as const), who: fc.nat(14) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("copy" as const), who: fc.nat(14) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("fail over" as const), who: fc.nat(14) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("empty" as const), who: fc.nat(14) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("rebuild" as const), who: fc.nat(14) }) },
);

it("processes cut at any call, emptied shards and lost writes: no ticket that was told is taken back, no piece is sold twice or left", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.array(act, { minLength: 1, maxLength: 6 }), { maxLength: 12 }),
      fc.infiniteStream(
        fc.oneof(
          { weight: 12, arbitrary: fc.constant<Cut>(undefined) },
          { weight: 1, arbitrary: fc.constantFrom<Cut>("before", "after") },
        ),
      ),
      async (shards, pieces, rounds, cuts) => {
        const sale = await openSale(server.redis, shards, { pieces, room: 4 });
        await sale.warm();
        const cut = (): Cut => cuts.next().value;
        const pod = openAdmission(
          {
            redis: faultyRedis(server.redis, cut),
            store: faultyStore(sale.store, cut),
            memory: openSoldOutMemory(1),
            newTicket: randomUUID,
            diverged: () => undefined,
          },
          sale.sale,
        );
        const told = new Map<string, string>();
        const gaveBack = new Set<string>();
        let failOver = async (): Promise<unknown> => undefined;
        const does = {
          ask: async (who: string) => {
            const decision = await pod.ask(who, "c");
            if (told.has(who) && !gaveBack.has(who)) expect([who, decision.kind]).not.toContain("sold-out");
            if (decision.kind !== "admitted" || gaveBack.has(who)) return;
            expect(told.get(who) ?? decision.ticket).toBe(decision.ticket);
            told.set(who, decision.ticket);
          },
          return: async (who: string) => {
            const ticket = told.get(who);
            if (!ticket) return;
            gaveBack.add(who);
            await pod.giveBack(who, ticket);
          },
          copy: async (_: string, shard: number) => {
            failOver = await copyShard(server.admin, sale.sale.id, shard);
          },
          "fail over": () => failOver(),
          empty: (_: string, shard: number) => loseShard(server.admin, sale.sale.id, shard),
          rebuild: sale.warm,
        };
        for (const round of rounds) {
          const acts = round.map(({ kind, who }) => does[kind](`s${who}`, who % shards));
          for (const one of await Promise.allSettled(acts))
            if (one.status === "rejected" && !/^cut /.test(String(one.reason?.message))) throw one.reason;
          expect(sale.sold()).toBeLessThanOrEqual(pieces);
          for (const [who, ticket] of told)
            expect([gaveBack.has(who) ? "admitted" : sale.tickets.get(ticket)?.status, who]).toEqual([
              "admitted",
              who,
            ]);
        }
        // The faults end; who gave back is heard once more, the keeper tends, and new shoppers take what is left.
        await sale.warm();
        const calm = sale.pod();
        for (const who of gaveBack) await calm.giveBack(who, told.get(who) ?? "");
        for (let i = 0; i < pieces; i++) while ((await calm.ask(`late${i}`, "c")).kind === "busy");
        await calm.tend();
        expect(sale.sold()).toBe(pieces);
        expect(await calm.census()).toMatchObject({ free: 0, undelivered: 0 });
      },
    ),
    { numRuns: 150 },
  );
}, 120_000);
