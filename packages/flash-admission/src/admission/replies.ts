import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const bare = <const Word extends string>(word: Word) =>
  v.pipe(
    v.tuple([v.literal(word)]),
    v.transform(([kind]) => ({ kind })),
  );

/** What the script answers to `ask`. */
export const AskReply = v.union([
  v.pipe(
    v.tuple([v.literal("admitted"), count, count, v.string(), count]),
    v.transform(([kind, epoch, handed, ticket, at]) => ({ kind, epoch, handed, ticket, at })),
  ),
  v.pipe(
    v.tuple([v.literal("waiting"), count, count, v.string(), count, count]),
    v.transform(([kind, epoch, handed, ticket, at, place]) => ({ kind, epoch, handed, ticket, at, place })),
  ),
  v.pipe(
    v.tuple([v.literal("not-yet"), count]),
    v.transform(([kind, begins]) => ({ kind, opensAt: new Date(begins) })),
  ),
  v.pipe(
    v.tuple([v.literal("full"), count]),
    v.transform(([kind, epoch]) => ({ kind, epoch })),
  ),
  v.pipe(
    v.tuple([v.literal("spent"), count]),
    v.transform(([kind, epoch]) => ({ kind, epoch })),
  ),
  bare("returned"),
  bare("ended"),
  bare("paused"),
  bare("busy"),
  bare("warming"),
]);

/** What the script answers to `return`. `closed`: the sale is settled, so the piece goes back to the inventory. */
export const ReturnReply = v.union([
  v.pipe(
    v.tuple([v.literal("returned"), count, count, count, v.string()]),
    v.transform(([kind, epoch, handed, at, phase]) => ({
      kind,
      epoch,
      handed,
      at,
      closed: phase === "closed",
    })),
  ),
  bare("unknown"),
  bare("busy"),
  bare("warming"),
]);

/** What the script answers to `take`: what is left, how often pieces came in, the line, and the moves under way. */
export const TakeReply = v.union([
  v.pipe(
    v.tuple([v.literal("moves"), count, count, count, v.array(v.tuple([count, count, count]))]),
    v.transform(([kind, free, gains, waiting, under]) => ({
      kind,
      free,
      gains,
      waiting,
      moves: under.map(([to, number, pieces]) => ({ to, number, pieces })),
    })),
  ),
  bare("stale"),
]);

/** What the script answers to `handed`: decisions up to this number are in the store. */
export const HandedReply = v.union([
  v.pipe(
    v.tuple([v.literal("handed"), count]),
    v.transform(([kind, handed]) => ({ kind, handed })),
  ),
  bare("stale"),
]);

/** What the script answers to a step of a move or of a rebuild. */
export const StepReply = v.union([bare("ok"), bare("stale"), bare("incomplete")]);

/** What the script answers to `look`. */
export const LookReply = v.union([
  v.pipe(
    v.tuple([v.literal("state"), count, v.string(), count, count, count, count, count]),
    v.transform(([kind, epoch, phase, free, decided, handed, tickets, waiting]) => ({
      kind,
      epoch,
      phase,
      free,
      decided,
      handed,
      tickets,
      waiting,
    })),
  ),
  bare("warming"),
]);

/** What the script answers to `remember`. `many`: there are more holders than were asked for. */
export const RememberReply = v.union([
  v.pipe(
    v.tuple([v.literal("holders"), v.array(v.string())]),
    v.transform(([kind, holders]) => ({ kind, holders })),
  ),
  bare("many"),
  bare("stale"),
]);
