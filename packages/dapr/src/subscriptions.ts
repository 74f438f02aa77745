import { limitBody } from "@caravan/body-limit";
import { CloudEvent, deadLetterTopic } from "@caravan/contracts";
import { continueTrace, inSpan, orderIdOf, SpanKind, withOrder } from "@caravan/tracing";
import { Hono } from "hono";
import * as v from "valibot";
import { componentNames } from "./component-names.ts";
import { deliveryContext, deliverySeconds } from "./delivery-context.ts";
import type { Delivery, Subscription } from "./event-handler.ts";

/** The outcome of a delivery; `drop` sends the event to its dead-letter topic without another attempt. */
export interface DeliveryOutcome {
  readonly topic: string;
  /** Absent when the event was too malformed to have one. */
  readonly id: string | undefined;
  readonly result: "success" | "retry" | "drop";
  readonly seconds: number;
  /** The error, if it failed. */
  readonly error?: unknown;
  /** The order that the event is about. */
  readonly orderId?: string | undefined;
}

/** How {@link subscriptions} are served. */
export interface SubscriptionOptions {
  /** False for a canary: it subscribes to nothing, and version one goes on handling every event. */
  readonly enabled: boolean;
  /** Called with every outcome, as work on its order; for logs and metrics. */
  readonly onOutcome?: (outcome: DeliveryOutcome) => void;
  /** The sidecar's configuration, so that pushed changes reach its watches. */
  readonly configuration?: { changed(key: string): void };
}

/** An event larger than this is malformed. Our own are a few hundred bytes. */
const maximumEventBytes = 1024 * 1024;

/**
 * The app that daprd calls, on the sidecar's port. It lists the topics of the service and handles their events:
 *
 * - handler resolves → `SUCCESS`;
 * - handler rejects → 500, and daprd delivers again by the inbound policy, then sends the event to the dead-letter topic;
 * - not a CloudEvent, data that does not fit, too large → `DROP`, which goes to the dead-letter topic at once
 *   (daprd 1.18 `subscription.go`: `ErrMessageDropped` with a `deadLetterTopic`).
 *
 * It never answers 404 to a delivery: to daprd that is a drop, even when only a deploy is half done.
 *
 * @see https://docs.dapr.io/reference/api/pubsub_api/
 */
export const subscriptions = (list: readonly Subscription[], options: SubscriptionOptions): Hono => {
  const app = new Hono();
  const routes = new Map(list.map((subscription) => [subscription.event.topic, subscription]));
  const underWay = new Map<string, Promise<Outcome>>();

  app.get("/dapr/subscribe", (c) => {
    const topics = options.enabled ? [...routes.keys()] : [];
    return c.json(
      topics.map((topic) => ({
        pubsubname: componentNames.pubsub,
        topic,
        route: `/events/${topic}`,
        deadLetterTopic: deadLetterTopic(topic),
      })),
    );
  });

  app.post("/configuration/:store/:key{.+}", (c) => {
    options.configuration?.changed(c.req.param("key"));
    return c.body(null, 200);
  });

  for (const [topic, subscription] of routes) {
    const tooLarge = limitBody({
      mostBytes: maximumEventBytes,
      onTooLarge: (c) => {
        options.onOutcome?.({
          topic,
          id: undefined,
          result: "drop",
          seconds: 0,
          error: new Error("too large"),
        });
        return c.json({ status: "DROP" });
      },
    });
    app.post(`/events/${topic}`, tooLarge, async (c) => {
      const startedAt = performance.now();
      const outcome = await oneAtATime(underWay, subscription, await c.req.text());
      const seconds = (performance.now() - startedAt) / 1_000;
      withOrder(outcome.orderId, () => options.onOutcome?.({ topic, ...outcome, seconds }));
      return outcome.result === "retry"
        ? c.json({ status: "RETRY" }, 500)
        : c.json({ status: outcome.result.toUpperCase() });
    });
  }
  app.post("/events/*", (c) => c.json({ status: "RETRY" }, 503));
  return app;
};

type Outcome = Pick<DeliveryOutcome, "id" | "result" | "error" | "orderId">;

const Text = v.pipe(v.string(), v.parseJson(), CloudEvent);

/** An event that is delivered while it is being handled here shares the outcome: it is never handled twice concurrently. */
const oneAtATime = async (
  underWay: Map<string, Promise<Outcome>>,
  subscription: Subscription,
  text: string,
): Promise<Outcome> => {
  const event = v.safeParse(Text, text);
  if (!event.success) return { id: undefined, result: "drop", error: malformed("event", event.issues) };
  const key = `${subscription.event.topic} ${event.output.id}`;
  const running = underWay.get(key);
  if (running !== undefined) return running;
  const outcome = deliver(subscription, event.output);
  underWay.set(key, outcome);
  try {
    return await outcome;
  } finally {
    underWay.delete(key);
  }
};

const deliver = async (subscription: Subscription, event: CloudEvent): Promise<Outcome> => {
  const { id, source, subject, time } = event;
  const data = v.safeParse(subscription.event.data, event.data);
  if (!data.success) return { id, result: "drop", error: malformed("data", data.issues) };

  const trace = traceOf(event);
  const orderId = orderIdOf(data.output);
  const delivery: Delivery = { id, source, subject, time, traceparent: trace.traceparent };
  const attributes = {
    "messaging.operation.type": "process",
    "messaging.system": "dapr",
    "messaging.destination.name": subscription.event.topic,
    "messaging.message.id": id,
  };
  try {
    const deadlineAt = Date.now() + deliverySeconds * 1000;
    await deliveryContext.run({ deadlineAt, headers: trace, served: () => {} }, () =>
      withOrder(orderId, () =>
        continueTrace(trace, () =>
          inSpan(`process ${subscription.event.topic}`, { kind: SpanKind.CONSUMER, attributes }, () =>
            subscription.handle(data.output, delivery),
          ),
        ),
      ),
    );
    return { id, result: "success", orderId };
  } catch (error) {
    return { id, result: "retry", error, orderId };
  }
};

const malformed = (what: string, issues: readonly v.BaseIssue<unknown>[]): Error =>
  new Error(
    `malformed ${what}: ${issues.map((issue) => `${v.getDotPath(issue) ?? "it"} ${issue.message}`).join("; ")}`,
  );

/** The event's own trace headers; daprd writes empty ones where it has none. */
const traceOf = (event: CloudEvent): { traceparent?: string; tracestate?: string } => {
  const { traceparent, tracestate } = event;
  return {
    ...(traceparent ? { traceparent } : {}),
    ...(typeof tracestate === "string" && tracestate !== "" ? { tracestate } : {}),
  };
};
