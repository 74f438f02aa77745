import type { CloudEvent } from "@caravan/contracts";
import { inSpan, SpanKind, traceHeaders } from "@caravan/tracing";
import * as v from "valibot";
import { refusalOfSidecar } from "./building-block.ts";
import { componentNames } from "./component-names.ts";
import type { Reply } from "./exchange.ts";
import { failedExchange, sidecarUnavailable } from "./refusals.ts";
import type { Transport } from "./transport.ts";
import { intoBatches, intoWaves } from "./waves.ts";

/** The result of one event. A failed one may have been published all the same: publish it again, with the same id. */
export type PublishResult =
  | { readonly id: string; readonly ok: true }
  | { readonly id: string; readonly ok: false; readonly error: Error };

/** Publishes events to the topics their types name; one result per event, in the order of the events. Never rejects. */
export type Publish = (events: readonly CloudEvent[]) => Promise<PublishResult[]>;

const FailedEntries = v.object({
  failedEntries: v.array(v.object({ entryId: v.string(), error: v.string() })),
});

/**
 * daprd keeps an event's id, but replaces its `traceparent` unless the older `traceid` is beside it
 * (components-contrib `pubsub/envelope.go`, FromCloudEvent).
 */
const withTrace = (event: CloudEvent): CloudEvent =>
  event.traceparent ? { ...event, traceid: event.traceparent, tracestate: event.tracestate ?? "" } : event;

/** One bulk entry. Its id is its position, so that an event that is in the batch twice does not make the whole batch fail. */
const entryOf = (event: CloudEvent, index: number): string =>
  JSON.stringify({
    entryId: String(index),
    event: withTrace(event),
    contentType: "application/cloudevents+json",
  });

const resultsOf = (events: readonly CloudEvent[], reply: Reply): PublishResult[] => {
  if (reply.status < 300) return events.map(({ id }) => ({ id, ok: true }));
  const partial = v.safeParse(v.pipe(v.string(), v.parseJson(), FailedEntries), reply.body);
  if (!partial.success) return allFailed(events, refusalOfSidecar(reply));
  const errors = new Map(partial.output.failedEntries.map((entry) => [entry.entryId, entry.error]));
  return events.map(({ id }, index) => {
    const error = errors.get(String(index));
    return error === undefined
      ? { id, ok: true }
      : { id, ok: false, error: sidecarUnavailable(new Error(error)) };
  });
};

const allFailed = (events: readonly CloudEvent[], error: Error): PublishResult[] =>
  events.map(({ id }) => ({ id, ok: false, error }));

/** Makes {@link Publish} over daprd's bulk API: one round trip for a whole batch of the outbox. */
export const createPublish = (transport: Transport): Publish => {
  const sendBatch = (topic: string, events: readonly CloudEvent[]): Promise<PublishResult[]> =>
    inSpan(
      `send ${topic}`,
      {
        kind: SpanKind.PRODUCER,
        attributes: {
          "messaging.operation.type": "send",
          "messaging.system": "dapr",
          "messaging.destination.name": topic,
          "messaging.batch.message_count": events.length,
        },
      },
      async () => {
        const call = transport.context();
        const request = {
          method: "POST",
          path: `/v1.0-alpha1/publish/bulk/${componentNames.pubsub}/${topic}`,
          headers: { "content-type": "application/json", ...traceHeaders(call?.headers) },
          body: `[${events.map(entryOf).join(",")}]`,
        } as const;
        const reply = await transport.send(request, call);
        return resultsOf(events, reply);
      },
    ).catch((error: unknown) => allFailed(events, failedExchange(error, sidecarUnavailable)));

  const sendTopic = async (topic: string, events: readonly CloudEvent[]): Promise<PublishResult[]> => {
    const results: PublishResult[] = [];
    const stuck = new Set<string>();
    for (const wave of intoWaves(events)) {
      const behind = wave.filter(({ subject }) => subject !== undefined && stuck.has(subject));
      const ready = wave.filter((event) => !behind.includes(event));
      results.push(
        ...allFailed(behind, sidecarUnavailable(new Error("an earlier event of its subject failed"))),
      );
      for (const batch of intoBatches(ready)) {
        const sent = await sendBatch(topic, batch);
        for (const [index, result] of sent.entries()) {
          const subject = batch[index]?.subject;
          if (!result.ok && subject !== undefined) stuck.add(subject);
        }
        results.push(...sent);
      }
    }
    return results;
  };

  return async (events) => {
    const byTopic = Map.groupBy(events, ({ type }) => type);
    const sent = await Promise.all([...byTopic].map(([topic, group]) => sendTopic(topic, group)));
    const byId = new Map(sent.flat().map((result) => [result.id, result]));
    return events.flatMap(({ id }) => byId.get(id) ?? []);
  };
};
