import { deadLetters as readDeadLetters } from "@caravan/streams";
import type { Check, Fault, Sources } from "../check.ts";

/** An event that could not be handled is not applied until it is replayed, or discarded. */
export const deadLetters = {
  name: "no event is a dead letter",
  async run({ redis }: Pick<Sources, "redis">): Promise<Fault[]> {
    const faults: Fault[] = [];
    for await (const { topic, id, event, putAsideAt } of readDeadLetters(redis))
      faults.push({
        id: `${topic}/${id}`,
        sentence: `${topic} ${event?.id ?? id} of ${event?.subject ?? "an unknown subject"} was put aside at ${putAsideAt.toISOString()}: ./caravan dlq show ${topic}/${id}`,
      });
    return faults;
  },
} satisfies Check;
