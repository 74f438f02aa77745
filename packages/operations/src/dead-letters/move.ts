import { deadLetterTopic } from "@caravan/contracts";
import type { DeadLetter } from "@caravan/streams";
import { Trouble } from "@caravan/toolchain";
import type { Redis } from "ioredis";

/** For how long consumers remember which events they applied (`startPurge`). */
const inboxDays = 7;

/** How many discarded events of a topic are kept. */
const discardedEntries = 1_000;

/** Where discarded events go, with why and by whom. */
export const discardedStream = (topic: string): string => `discarded.${topic}`;

/**
 * Publishes a dead letter again, to all subscribers of its topic, and takes it out of the dead letters. It keeps its event
 * id, so that those who applied it once do not do so again. Written first and taken away second: whatever ends this in
 * between leaves the event twice, never not at all. (MULTI would take it away even when the other write fails.)
 *
 * @throws Trouble for an event that is older than the memory of consumers, unless `old` is set
 */
export async function replay(
  redis: Redis,
  letter: DeadLetter,
  { now, old = false }: { now: Date; old?: boolean },
): Promise<void> {
  const days = ageDays(letter, now);
  if (days > inboxDays && !old)
    throw new Trouble(`${letter.topic}/${letter.id} was published ${Math.floor(days)} days ago.`, [
      `Consumers remember the events they applied for ${inboxDays} days: one that did apply it might do so twice.`,
      "If that is harmless: ./caravan dlq replay --old …; else discard it with a reason.",
    ]);
  const fields = Object.entries(letter.fields).flat();
  await redis.xadd(letter.topic, "*", ...fields);
  await redis.xdel(deadLetterTopic(letter.topic), letter.id);
}

/** Since when consumers may have applied it: its own time, or when it was put aside if that makes no sense. */
function ageDays({ event, putAsideAt }: DeadLetter, now: Date): number {
  const published = Date.parse(event?.time ?? "");
  const since = Number.isNaN(published) ? putAsideAt.getTime() : published;
  return (now.getTime() - since) / 86_400_000;
}

/** Moves a dead letter to the discarded ones. */
export async function discard(
  redis: Redis,
  letter: DeadLetter,
  { reason, who, now }: { reason: string; who: string; now: Date },
): Promise<void> {
  const why = { reason, who, discardedAt: now.toISOString(), deadLetterId: letter.id };
  const fields = Object.entries({ ...letter.fields, ...why }).flat();
  await redis.xadd(discardedStream(letter.topic), "MAXLEN", "~", discardedEntries, "*", ...fields);
  await redis.xdel(deadLetterTopic(letter.topic), letter.id);
}
