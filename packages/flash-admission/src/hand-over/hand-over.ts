import { gatherRounds } from "../admission/rounds.ts";
import type { Shard } from "../admission/shard.ts";
import type { TicketStore } from "./store.ts";

/** How a hand-over ended. `diverged`: Redis and store disagree, or the epoch is over: the sale must be rebuilt. */
export type HandedOver = "stored" | "diverged";

/** Decisions per transaction of the store. */
const batchDecisions = 500;

/**
 * Moves what one shard decided into the store, and only then tells Redis so. It may die between any two steps: whichever process
 * comes next reads the same entries, the store passes over those that it has, and Redis forgets them.
 */
export const handOver = async (shard: Shard, store: TicketStore, epoch: number): Promise<HandedOver> => {
  const batch = await shard.undelivered(epoch, batchDecisions);
  const last = batch.decided.at(-1);
  if (!last) return "stored";
  if ((await store.append(batch)) !== "stored") return "diverged";
  return (await shard.handed(epoch, last.number, last.mark)).kind === "stale" ? "diverged" : "stored";
};

/** `over`: Redis or the store is in another epoch by now, so nothing was found out. */
export type Confirmed = HandedOver | "over";

/**
 * Makes sure that Redis still has all that is stored of a shard. A failover can lose it: then Redis gives the pieces away once more, no
 * such decision is ever stored, and those who were told of theirs are unknown there. So no one is told "sold out" before.
 */
export const confirm = async (
  shard: Shard,
  store: TicketStore,
  of: Parameters<TicketStore["newest"]>[0],
): Promise<Confirmed> => {
  const newest = await store.newest(of);
  for (;;) {
    const seen = await shard.look();
    if (newest === undefined || seen.kind === "warming" || seen.epoch !== of.epoch) return "over";
    if (seen.handed >= newest) return "stored";
    // What is stored was decided in Redis, and is handed over there or about to be.
    if (seen.decided === seen.handed || (await handOver(shard, store, of.epoch)) === "diverged")
      return "diverged";
  }
};

/** Hands over for all who wait at once. Rejects when the store or Redis is not there. */
export const gatherHandOvers = (shard: Shard, store: TicketStore) =>
  gatherRounds((epoch) => handOver(shard, store, epoch));
