import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster, Redis } from "ioredis";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { openAdmission } from "../admission/admission.ts";
import type { Decision } from "../admission/decision.ts";
import { forgetSale } from "../admission/forget-sale.ts";
import type { Sale } from "../admission/keys.ts";
import { openMemoryStore, type SaleTerms } from "../hand-over/memory-store.ts";
import { rebuild } from "../rebuild/rebuild.ts";
import { openSoldOutMemory } from "../sold-out/memory.ts";

/** A copy of a sale, and who comes to it. */
export interface Rehearsal {
  /** Under the id of the copy. */
  readonly sale: Sale;
  readonly terms: Pick<Required<SaleTerms>, "pieces" | "limit" | "room" | "backlog">;
  readonly shoppers: number;
  /** The same number brings the same clicks in the same order. */
  readonly seed: number;
  /** It ends after so long, with what was done by then. */
  readonly mostSeconds: number;
}

/** How a rehearsal went. */
export interface Rehearsed {
  readonly clicks: number;
  /** Clicks by what they were told at last. */
  readonly told: Readonly<Partial<Record<Decision["kind"], number>>>;
  /** Pieces that were sold, and shoppers in line: by the copy's own books. */
  readonly sold: number;
  readonly waiting: number;
  readonly seconds: number;
  /** From the first click to the last piece; null when pieces are left. */
  readonly soldOutSeconds: number | null;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  /** Times that Redis and the copy's books differed: anything but 0 is a fault of ours. */
  readonly differences: number;
}

/** Clicks at the same time. */
const together = 64;

/** Only one rehearsal at a time in one Redis. Flash's user in Redis may use keys that begin like this, and hashes, but no plain strings. */
const lockKey = "{flash:rehearsal}";
const takeLock = `
if redis.call('HSETNX', KEYS[1], 'by', ARGV[1]) == 0 then return 0 end
redis.call('PEXPIREAT', KEYS[1], ARGV[2])
return 1
`;
const freeLock =
  "if redis.call('HGET', KEYS[1], 'by') == ARGV[1] then redis.call('DEL', KEYS[1]) end return 1";

/** It is free again after so long if its process dies. */
const lockSeconds = 120;

const mostClicks = 5;

/** The clicks of all shoppers, one to five each, in a random order. */
const clicksOf = (shoppers: number, seed: number): { shopper: string; click: string }[] => {
  const generator = xoroshiro128plus(seed);
  return Array.from({ length: shoppers }, (_, i) => ({
    shopper: `s${i}`,
    clicks: 1 + Math.floor(mostClicks * uniformFloat64(generator)),
  }))
    .flatMap(({ shopper, clicks }) =>
      Array.from({ length: clicks }, (_, n) => ({ shopper, click: `c${n}`, at: uniformFloat64(generator) })),
    )
    .sort((a, b) => a.at - b.at)
    .map(({ shopper, click }) => ({ shopper, click }));
};

const isUndecided = ({ kind }: Decision): boolean => ["deciding", "busy", "warming"].includes(kind);

/**
 * Sells a copy of a sale to a made-up crowd: by the real script in the real Redis, with books in memory. No order is made, no stock is touched,
 * and the copy is taken out of Redis at the end. Undefined: another rehearsal runs. Rejects when Redis is away.
 */
export const rehearse = async (
  redis: Redis | Cluster,
  { sale, terms, shoppers, seed, mostSeconds }: Rehearsal,
): Promise<Rehearsed | undefined> => {
  const mine = randomUUID();
  const until = Date.now() + lockSeconds * 1000;
  if ((await redis.eval(takeLock, 1, lockKey, mine, until)) !== 1) return undefined;
  try {
    // One whose process died may have left its keys.
    await forgetSale(redis, sale);
    const kept = openMemoryStore(terms);
    await rebuild(redis, kept.store, sale);
    let differences = 0;
    const diverged = (): void => {
      differences += 1;
    };
    const parts = { redis, store: kept.store, memory: openSoldOutMemory(), newTicket: randomUUID, diverged };
    const admission = openAdmission(parts, sale);
    const told = new Map<Decision["kind"], number>();
    const took: number[] = [];
    const began = performance.now();
    const elapsed = (): number => (performance.now() - began) / 1000;
    let soldOutSeconds: number | null = null;
    const clicks = clicksOf(shoppers, seed).values();
    const press = async (): Promise<void> => {
      for (const { shopper, click } of clicks) {
        if (elapsed() > mostSeconds) return;
        const pressed = performance.now();
        let decision = await admission.ask(shopper, click);
        while (isUndecided(decision) && elapsed() <= mostSeconds) {
          await sleep(10);
          decision = await admission.ask(shopper, click);
        }
        took.push(performance.now() - pressed);
        told.set(decision.kind, (told.get(decision.kind) ?? 0) + 1);
        if (soldOutSeconds === null && decision.kind === "admitted" && kept.sold() === terms.pieces)
          soldOutSeconds = elapsed();
      }
    };
    await Promise.all(Array.from({ length: together }, press));
    const seconds = elapsed();
    took.sort((a, b) => a - b);
    const percentile = (share: number): number => took[Math.floor((took.length - 1) * share)] ?? 0;
    return {
      ...{ clicks: took.length, told: Object.fromEntries(told), sold: kept.sold(), seconds, soldOutSeconds },
      waiting: [...kept.tickets.values()].filter(({ status }) => status === "waiting").length,
      ...{ p50Milliseconds: percentile(0.5), p99Milliseconds: percentile(0.99), differences },
    };
  } finally {
    await forgetSale(redis, sale);
    await redis.eval(freeLock, 1, lockKey, mine);
  }
};
