import { deadLetterTopic } from "@caravan/contracts";
import { asDeadLetter, type DeadLetter, deadTopics, entries } from "@caravan/streams";
import { Trouble } from "@caravan/toolchain";
import type { Redis } from "ioredis";

const Id = /^(?:([a-z0-9.-]+)\/)?(\d{1,16}-\d{1,20})$/;

/**
 * Finds a dead letter by its name in `dlq list`: its id, with the topic in front (`topic/id`) where two topics have the same.
 *
 * @throws Trouble when there is none, or more than one
 */
export const findDeadLetter = async (redis: Redis, name: string): Promise<DeadLetter> => {
  const [, topic, id] = Id.exec(name) ?? [];
  if (id === undefined)
    throw new Trouble(`"${name}" is not an id of a dead letter.`, [
      "An id looks like 1732557600000-0. List them: ./caravan dlq list",
    ]);
  const found: DeadLetter[] = [];
  for (const each of await deadTopics(redis, topic))
    for (const entry of await entries(redis, deadLetterTopic(each), id, id, 1))
      found.push(asDeadLetter(each, entry));
  const [only, another] = found;
  if (!only)
    throw new Trouble(`There is no dead letter ${name}.`, [
      "It may have been replayed or discarded. List the others: ./caravan dlq list",
    ]);
  if (another)
    throw new Trouble(`There are ${found.length} dead letters ${name}.`, [
      `Say which: ${found.map((letter) => `${letter.topic}/${letter.id}`).join(" or ")}`,
    ]);
  return only;
};
