import { type DeadLetter, deadLetters, deadTopics } from "@caravan/streams";
import { Trouble } from "@caravan/toolchain";
import type { Redis } from "ioredis";
import { findDeadLetter } from "./find-dead-letter.ts";

/** A choice of dead letters: some by their ids, or all, of one topic or of every one. */
export interface Choice {
  ids: readonly string[];
  all: boolean;
  topic?: string | undefined;
}

/**
 * The chosen dead letters.
 *
 * @throws Trouble when the choice is ambiguous, or one does not exist
 */
export const chooseLetters = async (redis: Redis, { ids, all, topic }: Choice): Promise<DeadLetter[]> => {
  if (all ? ids.length > 0 : ids.length === 0 || topic !== undefined)
    throw new Trouble("Say which: ids, or --all, or --all --topic <topic>.", ["./caravan dlq list"]);
  if (topic !== undefined && (await deadTopics(redis, topic)).length === 0)
    throw new Trouble(`${topic} has no dead letters.`, ["./caravan dlq list"]);
  return all
    ? Array.fromAsync(deadLetters(redis, topic))
    : Promise.all(ids.map((id) => findDeadLetter(redis, id)));
};
