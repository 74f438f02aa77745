import type { Kube } from "@caravan/cluster";
import { type DeadLetter, groupsOf } from "@caravan/streams";
import type { Redis } from "ioredis";
import { explain } from "./explain.ts";
import { lastErrors } from "./last-errors.ts";
import { type ExplainedLetter, explained } from "./show.ts";

/** Explains dead letters, each from its contract, the subscribers of its topic and what their logs say. */
export const explainLetters = async (
  redis: Redis,
  kube: Kube,
  letters: readonly DeadLetter[],
): Promise<ExplainedLetter[]> => {
  const topics = [...new Set(letters.map(({ topic }) => topic))];
  const groups = new Map(
    await Promise.all(topics.map(async (topic) => [topic, await groupsOf(redis, topic)] as const)),
  );
  const apps = new Set([...groups.values()].flat().map(({ app }) => app));
  const errors = await lastErrors(kube, [...apps]);
  return letters.map((letter) => explained(letter, explain(letter, groups.get(letter.topic) ?? [], errors)));
};
