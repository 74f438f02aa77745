import * as v from "valibot";

/**
 * An event on the wire, in CloudEvents' JSON format, with the distributed-tracing extension.
 *
 * @see CloudEvents 1.0.2, JSON event format
 */
export const CloudEvent = v.looseObject({
  specversion: v.literal("1.0"),
  /** Stable over redeliveries: the id of the outbox row. Consumers apply an id once. */
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  source: v.pipe(v.string(), v.minLength(1)),
  type: v.pipe(v.string(), v.minLength(1)),
  subject: v.optional(v.string()),
  time: v.optional(v.string()),
  datacontenttype: v.optional(v.string()),
  traceparent: v.optional(v.string()),
  data: v.unknown(),
});
export type CloudEvent = v.InferOutput<typeof CloudEvent>;
