import type { EventDefinition } from "./event.ts";
import * as contracts from "./index.ts";

/** Whether an export of the contracts is the definition of an event. */
export const isEvent = (value: unknown): value is EventDefinition =>
  typeof value === "object" && value !== null && "topic" in value && "data" in value;

/** All events of the contracts, by topic. */
export const eventsByTopic = (): ReadonlyMap<string, EventDefinition> =>
  new Map(
    Object.values<unknown>(contracts)
      .filter(isEvent)
      .map((event) => [event.topic, event]),
  );
