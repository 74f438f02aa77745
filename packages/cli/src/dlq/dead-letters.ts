import { CloudEvent, deadLetterTopic } from "@caravan/contracts";
import { Trouble } from "@caravan/toolchain";
import type { Redis } from "ioredis";
import * as v from "valibot";
import { type Entry, entries, everyEntry, streamNames, writtenAt } from "./streams.ts";

/** An event that could not be handled, as `daprd` put it aside. */
export interface DeadLetter {
  /** Of the entry in its stream; told apart from those of other topics by `topic`. */
  id: string;
  /** Where it was published, and where it goes when it is replayed. */
  topic: string;
  putAsideAt: Date;
  fields: Entry["fields"];
  /** Absent when it is no CloudEvent. */
  event?: CloudEvent;
}

const prefix = deadLetterTopic("");
const Payload = v.pipe(v.string(), v.parseJson(), CloudEvent);

function deadLetter(topic: string, { id, fields }: Entry): DeadLetter {
  const event = v.safeParse(Payload, fields.data ?? "");
  return { id, topic, putAsideAt: writtenAt(id), fields, ...(event.success && { event: event.output }) };
}

/** The topics that have dead letters, or one of them. */
export async function deadTopics(redis: Redis, topic?: string): Promise<string[]> {
  const topics = (await streamNames(redis, prefix)).map((name) => name.slice(prefix.length));
  return topic === undefined ? topics : topics.filter((name) => name === topic);
}

/** All dead letters, or those of a topic; the oldest of each topic first. */
export async function* deadLetters(redis: Redis, topic?: string): AsyncGenerator<DeadLetter> {
  for (const name of await deadTopics(redis, topic))
    for await (const entry of everyEntry(redis, deadLetterTopic(name))) yield deadLetter(name, entry);
}

const Id = /^(?:([a-z0-9.-]+)\/)?(\d{1,16}-\d{1,20})$/;

/**
 * Finds a dead letter by what `dlq list` calls it: its id, with the topic in front (`topic/id`) where two topics have the same.
 *
 * @throws Trouble when there is none, or more than one
 */
export async function findDeadLetter(redis: Redis, name: string): Promise<DeadLetter> {
  const [, topic, id] = Id.exec(name) ?? [];
  if (id === undefined)
    throw new Trouble(`"${name}" is no id of a dead letter.`, [
      "An id is such as 1732557600000-0. See them: ./caravan dlq list",
    ]);
  const found: DeadLetter[] = [];
  for (const each of await deadTopics(redis, topic))
    for (const entry of await entries(redis, deadLetterTopic(each), id, id, 1))
      found.push(deadLetter(each, entry));
  const [only, another] = found;
  if (!only)
    throw new Trouble(`There is no dead letter ${name}.`, [
      "It may have been replayed or discarded. See those there are: ./caravan dlq list",
    ]);
  if (another)
    throw new Trouble(`There are ${found.length} dead letters ${name}.`, [
      `Say which: ${found.map((letter) => `${letter.topic}/${letter.id}`).join(" or ")}`,
    ]);
  return only;
}
