import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster, Redis } from "ioredis";
import { openAdmission } from "../admission/admission.ts";
import type { Decision } from "../admission/decision.ts";
import { forgetSale } from "../admission/forget-sale.ts";
import type { Sale } from "../admission/keys.ts";
import { openMemoryStore, type SaleTerms } from "../hand-over/memory-store.ts";
import { rebuild } from "../rebuild/rebuild.ts";
import { openSoldOutMemory } from "../sold-out/memory.ts";
import { clicksOf } from "./clicks.ts";
import { takeLock } from "./lock.ts";

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
  /** Clicks that were answered, and those that were left when the time was over. */
  readonly clicks: number;
  readonly clicksLeft: number;
  /** Shoppers by what they have at the end, each once. `untold`: none of their clicks was answered. */
  readonly outcome: {
    readonly piece: number;
    readonly place: number;
    readonly nothing: number;
    readonly untold: number;
  };
  /** Answered clicks by what they were told at last. */
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

const isUndecided = ({ kind }: Decision): boolean => ["deciding", "busy", "warming"].includes(kind);

/** The value below which this share of sorted numbers lies. */
const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.floor((sorted.length - 1) * share)] ?? 0;

/**
 * Sells a copy of a sale to a made-up crowd: by the real script in the real Redis, with books in memory. No order is made, no stock is touched,
 * and the copy is taken out of Redis at the end. Undefined: another rehearsal runs. Rejects when Redis is away.
 */
export const rehearse = async (
  redis: Redis | Cluster,
  rehearsal: Rehearsal,
): Promise<Rehearsed | undefined> => {
  const freeLock = await takeLock(redis);
  if (freeLock === undefined) return undefined;
  try {
    // One whose process died may have left its keys.
    await forgetSale(redis, rehearsal.sale);
    return await sell(redis, rehearsal);
  } finally {
    await forgetSale(redis, rehearsal.sale);
    await freeLock();
  }
};

const sell = async (
  redis: Redis | Cluster,
  { sale, terms, shoppers, seed, mostSeconds }: Rehearsal,
): Promise<Rehearsed> => {
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
  let soldOutSeconds: number | null = null;
  const began = performance.now();
  const elapsed = (): number => (performance.now() - began) / 1000;

  const decide = async (shopper: string, click: string): Promise<Decision> => {
    const decision = await admission.ask(shopper, click);
    if (!isUndecided(decision) || elapsed() > mostSeconds) return decision;
    await sleep(10);
    return decide(shopper, click);
  };
  const all = clicksOf(shoppers, seed);
  const clicks = all.values();
  const answered = new Set<string>();
  const press = async (): Promise<void> => {
    for (const { shopper, click } of clicks) {
      if (elapsed() > mostSeconds) return;
      const pressed = performance.now();
      const { kind } = await decide(shopper, click);
      took.push(performance.now() - pressed);
      answered.add(shopper);
      told.set(kind, (told.get(kind) ?? 0) + 1);
      if (soldOutSeconds === null && kind === "admitted" && kept.sold() === terms.pieces)
        soldOutSeconds = elapsed();
    }
  };
  await Promise.all(Array.from({ length: together }, press));

  const seconds = elapsed();
  const sorted = took.toSorted((a, b) => a - b);
  const tickets = [...kept.tickets.values()];
  const having = (kind: "admitted" | "waiting") =>
    new Set(tickets.filter(({ status }) => status === kind).map(({ shopper }) => shopper));
  const [piece, place] = [having("admitted"), having("waiting").difference(having("admitted"))];
  const nothing = answered.difference(piece).difference(place).size;
  const untold = shoppers - piece.size - place.size - nothing;
  return {
    ...{ clicks: took.length, told: Object.fromEntries(told), sold: kept.sold(), seconds, soldOutSeconds },
    ...{
      clicksLeft: all.length - took.length,
      outcome: { piece: piece.size, place: place.size, nothing, untold },
    },
    waiting: tickets.filter(({ status }) => status === "waiting").length,
    ...{ p50Milliseconds: percentile(sorted, 0.5), p99Milliseconds: percentile(sorted, 0.99), differences },
  };
};
