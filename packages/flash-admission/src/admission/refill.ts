import type { Shard } from "./shard.ts";

/**
 * How looking for pieces ended. `moved`: some came to this shard, ask again. `dry`: there was a moment at which no shard had a free
 * piece. `unsure`: others moved pieces all the time, or the epoch changed.
 */
export type Refilled = "moved" | "dry" | "unsure";

/**
 * Finishes a move: the receiver adds the pieces once, however often and however late this is called, then the giver forgets it.
 * So a process may die between any two steps; the next one that looks at the giver goes on.
 */
const finish = async (
  shards: readonly Shard[],
  epoch: number,
  from: number,
  move: { to: number; number: number; pieces: number },
): Promise<void> => {
  const received = await shards[move.to]?.receive(epoch, from, move.number, move.pieces);
  if (received === "ok") await shards[from]?.moved(epoch, move.to, move.number);
};

/** One look at every shard, its own first, taking pieces for it. Undefined: the epoch changed. */
const look = async (shards: readonly Shard[], epoch: number, own: number) => {
  let nothing = true;
  const gains: number[] = [];
  for (let step = 0; step < shards.length; step++) {
    const giver = (own + step) % shards.length;
    const reply = await shards[giver]?.take(epoch, own, giver !== own);
    if (!reply || reply.kind === "stale") return undefined;
    for (const move of reply.moves) await finish(shards, epoch, giver, move);
    if (reply.moves.some(({ to }) => to === own) || (giver === own && reply.free > 0)) return "moved";
    nothing &&= reply.free === 0 && reply.moves.length === 0;
    gains.push(reply.gains);
  }
  return nothing ? gains.join() : "something";
};

/** Looks before it gives up: more are needed only while others move pieces at the same time. */
const looks = 6;

/**
 * Fetches pieces for a shard that has none.
 *
 * A piece on its way between two others could be missed by one look. Two looks that saw no piece and no move, and between which no
 * shard gained one, prove that between them there was none anywhere.
 */
export const refill = async (shards: readonly Shard[], epoch: number, own: number): Promise<Refilled> => {
  let before: string | undefined;
  for (let attempt = 0; attempt < looks; attempt++) {
    const found = await look(shards, epoch, own);
    if (found === undefined) return "unsure";
    if (found === "moved") return "moved";
    if (found !== "something" && found === before) return "dry";
    before = found;
  }
  return "unsure";
};
