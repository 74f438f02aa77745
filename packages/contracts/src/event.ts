import type * as v from "valibot";

/** The contract of one event between publisher and subscribers. */
export interface EventDefinition<S extends v.GenericSchema = v.GenericSchema> {
  /** Topic and CloudEvents `type` in one, with its version: `order.placed.v1`. */
  readonly topic: `${string}.v${number}`;
  readonly summary: string;
  readonly data: S;
}

/** The payload of an event. */
export type EventData<E extends EventDefinition> = v.InferOutput<E["data"]>;

/** Defines an event, keeping its literal types. */
export const defineEvent = <const E extends EventDefinition>(event: E): E => event;

/**
 * Under this path, followed by the topic, a service takes events that its first version was delivered and hands over, so that the mesh
 * decides which version handles them. No other service may post there.
 */
export const handedOverPath = "/handed-over/";

/** The topic for events of `topic` that could not be handled. */
export const deadLetterTopic = (topic: string): string => `dead-letter.${topic}`;
