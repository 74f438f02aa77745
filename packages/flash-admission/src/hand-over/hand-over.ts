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

/** Hands over for all who wait at once: one round runs, and those who come meanwhile share the next one. */
export const gatherHandOvers = (shard: Shard, store: TicketStore) => {
  let running: Promise<unknown> = Promise.resolve();
  let next: { epoch: number; round: Promise<HandedOver> } | undefined;
  /** A round that begins after this call. Rejects when the store or Redis is not there. */
  return (epoch: number): Promise<HandedOver> => {
    if (next?.epoch === epoch) return next.round;
    const round = running.then(() => {
      if (next?.round === round) next = undefined;
      return handOver(shard, store, epoch);
    });
    next = { epoch, round };
    running = round.catch(() => undefined);
    return round;
  };
};
