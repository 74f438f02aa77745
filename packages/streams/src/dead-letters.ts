import { CloudEvent, deadLetterTopic } from "@caravan/contracts";
import type { Redis } from "ioredis";
import * as v from "valibot";
import { type Entry, entries, everyEntry, streamNames, writtenAt } from "./streams.ts";

/** An event that could not be handled, as stored by `daprd`. */
export interface DeadLetter {
  /** Of the entry in its stream; unique together with `topic`. */
  id: string;
  /** The topic it was published to, and is replayed to. */
  topic: string;
  putAsideAt: Date;
  fields: Entry["fields"];
  /** Absent when it is not a CloudEvent. */
  event?: CloudEvent;
}

const prefix = deadLetterTopic("");
const Payload = v.pipe(v.string(), v.parseJson(), CloudEvent);

/** Parses an entry of a topic's dead letters. */
export const asDeadLetter = (topic: string, { id, fields }: Entry): DeadLetter => {
  const event = v.safeParse(Payload, fields.data ?? "");
  return { id, topic, putAsideAt: writtenAt(id), fields, ...(event.success && { event: event.output }) };
};

/** The topics that have dead letters, or one of them. */
export const deadTopics = async (redis: Redis, topic?: string): Promise<string[]> => {
  const topics = (await streamNames(redis, prefix)).map((name) => name.slice(prefix.length));
  return topic === undefined ? topics : topics.filter((name) => name === topic);
};

/** All dead letters, or those of a topic; the oldest of each topic first. */
export async function* deadLetters(redis: Redis, topic?: string): AsyncGenerator<DeadLetter> {
  for (const name of await deadTopics(redis, topic))
    for await (const entry of everyEntry(redis, deadLetterTopic(name))) yield asDeadLetter(name, entry);
}

/** How many dead letters of a topic wait, and since when. */
export interface WaitingLetters {
  topic: string;
  count: number;
  /** When the oldest was put aside. */
  since: Date;
}

/** The topics with dead letters, from two constant-time commands for each. */
export const waitingLetters = async (redis: Redis): Promise<WaitingLetters[]> => {
  const found = await Promise.all(
    (await deadTopics(redis)).map(async (topic) => {
      const stream = deadLetterTopic(topic);
      const [count, [oldest]] = await Promise.all([redis.xlen(stream), entries(redis, stream, "-", "+", 1)]);
      return oldest ? [{ topic, count, since: writtenAt(oldest.id) }] : [];
    }),
  );
  return found.flat();
};
