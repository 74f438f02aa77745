import type { SaleAudience, SaleState } from "@caravan/contracts";

/**
 * What staff has decided about a sale. When it opens and ends follows from the clock: a `running` sale is scheduled, warming, open or
 * ended by it. `closed`: ended for good, unsold pieces go back; `settled`: they are back.
 */
export const salePhases = ["draft", "running", "paused", "closed", "settled"] as const;
export type SalePhase = (typeof salePhases)[number];

/** The terms of a sale. */
export interface Terms {
  readonly sku: string;
  readonly priceCents: number;
  readonly pieces: number;
  readonly opensAt: Date;
  readonly endsAt: Date;
  readonly perShopper: number;
  readonly audience: SaleAudience;
  /** Places in the line behind the pieces. */
  readonly line: number;
  /** How long an order of the sale waits for its payment. */
  readonly paySeconds: number;
  /** What is asked for within this time from the opening on is ordered by lot. */
  readonly lotMilliseconds: number;
  /** Zero bits of the proof of work. */
  readonly difficulty: number;
  readonly perAddress: number;
  /** Shoppers of one device; as many as like if there is none. */
  readonly perDevice?: number | null | undefined;
  readonly shards: number;
}

/** A sale. */
export interface Sale extends Terms {
  readonly id: string;
  readonly phase: SalePhase;
  /** Inventory's allotment, once it is scheduled. */
  readonly allotmentId: string | null;
  /** When inventory was asked for the pieces of a draft: it may have set them aside, also if its reply was lost. */
  readonly allotmentAskedAt: Date | null;
  /** When it was ended before its time, or closed at its end; null before. */
  readonly endedAt: Date | null;
  /** Of admission: what was decided in an older one is void. */
  readonly epoch: number;
  /** Tickets that have a piece. */
  readonly sold: number;
  /** Of the lots; published once the sale is settled. */
  readonly seed: string;
  /** Signs the tokens of its page; never told. */
  readonly tokenKey: string;
  /** Redis and the store disagree, or the phase has changed: admission must be rebuilt. */
  readonly rebuildNeeded: boolean;
  readonly createdAt: Date;
}

/** Decisions of one shard of Redis that may wait until they are stored. */
export const backlog = 2000;

/** How long before the opening admission is filled. */
export const warmSeconds = 60;

const millisecondsTo = (at: Date, now: Date): number => at.getTime() - now.getTime();

/** Where a sale is, by this clock. */
export const stateOf = (sale: Sale, now: Date): SaleState => {
  const { phase, opensAt, endsAt, sold, pieces } = sale;
  if (phase === "draft" || phase === "settled") return phase;
  if (phase === "closed" || endsAt <= now) return "ended";
  if (phase === "paused") return "paused";
  if (opensAt > now) return isWarm(sale, now) ? "warming" : "scheduled";
  return sold >= pieces ? "sold-out" : "open";
};

/** Shoppers know of it. A draft that was ended is over, and was never announced. */
export const wasAnnounced = ({ phase, allotmentId }: Sale): boolean =>
  phase !== "draft" && allotmentId !== null;

/** Admission of the sale must be ready: it opens soon, is open, or was and is not settled. */
export const isWarm = (sale: Sale, now: Date): boolean =>
  wasAnnounced(sale) && sale.phase !== "settled" && millisecondsTo(sale.opensAt, now) <= warmSeconds * 1000;

/** It sells nothing more. */
export const isOver = ({ phase, endsAt }: Sale, now: Date): boolean =>
  phase === "closed" || phase === "settled" || (phase !== "draft" && endsAt <= now);

/** No one who waits gets a piece any more: from here on the store takes nothing but pieces that are given back. */
export const isLineOver = ({ phase }: Pick<Sale, "phase">): boolean =>
  phase === "closed" || phase === "settled";

/** What admission is told of the phase. */
export const admissionPhase = ({ phase }: Sale): "open" | "paused" | "closed" =>
  phase === "running" ? "open" : phase === "paused" ? "paused" : "closed";
