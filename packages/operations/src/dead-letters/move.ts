import { deadLetterTopic } from "@caravan/contracts";
import type { DeadLetter } from "@caravan/streams";
import { Trouble } from "@caravan/toolchain";
import type { Redis } from "ioredis";

/** How long inboxes keep applied events (`startPurge`). */
const inboxDays = 7;

/** How many discarded events of a topic are kept. */
const discardedEntries = 1_000;

/** The stream of discarded events, with reason and author. */
export const discardedStream = (topic: string): string => `discarded.${topic}`;

/**
 * Publishes a dead letter again, to all subscribers of its topic, and removes it from the dead letters. It keeps its event
 * id, so that subscribers that applied it skip it. Written first and removed second: an interruption in
 * between leaves the event twice, but never loses it. (MULTI would remove it even when the other write fails.)
 *
 * @throws Trouble for an event that is older than the inboxes keep, unless `old` is set
 */
export const replay = async (
  redis: Redis,
  letter: DeadLetter,
  { now, old = false }: { now: Date; old?: boolean },
): Promise<void> => {
  const days = ageDays(letter, now);
  if (days > inboxDays && !old)
    throw new Trouble(`${letter.topic}/${letter.id} was published ${Math.floor(days)} days ago.`, [
      `Inboxes keep applied events for ${inboxDays} days: a subscriber that applied this one might apply it again.`,
      "If that is harmless: ./caravan dlq replay --old …; else discard it with a reason.",
    ]);
  const fields = Object.entries(letter.fields).flat();
  await redis.xadd(letter.topic, "*", ...fields);
  await redis.xdel(deadLetterTopic(letter.topic), letter.id);
};

/** The time since which consumers may have applied it: its own time, or that of the dead letter if that is invalid. */
const ageDays = ({ event, putAsideAt }: DeadLetter, now: Date): number => {
  const published = Date.parse(event?.time ?? "");
  const since = Number.isNaN(published) ? putAsideAt.getTime() : published;
  return (now.getTime() - since) / 86_400_000;
};

/** Moves a dead letter to the discarded ones. */
export const discard = async (
  redis: Redis,
  letter: DeadLetter,
  { reason, who, now }: { reason: string; who: string; now: Date },
): Promise<void> => {
  const why = { reason, who, discardedAt: now.toISOString(), deadLetterId: letter.id };
  const fields = Object.entries({ ...letter.fields, ...why }).flat();
  await redis.xadd(discardedStream(letter.topic), "MAXLEN", "~", discardedEntries, "*", ...fields);
  await redis.xdel(deadLetterTopic(letter.topic), letter.id);
};
