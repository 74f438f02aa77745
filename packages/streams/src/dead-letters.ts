import { CloudEvent, deadLetterTopic } from "@caravan/contracts";
import type { Redis } from "ioredis";
import * as v from "valibot";
import { type Entry, everyEntry, streamNames, writtenAt } from "./streams.ts";

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

/** What an entry among the dead letters of a topic says. */
export function asDeadLetter(topic: string, { id, fields }: Entry): DeadLetter {
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
    for await (const entry of everyEntry(redis, deadLetterTopic(name))) yield asDeadLetter(name, entry);
}
