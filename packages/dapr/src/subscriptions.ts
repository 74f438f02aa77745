import { limitBody } from "@caravan/body-limit";
import { CloudEvent, deadLetterTopic, handedOverPath } from "@caravan/contracts";
import { withOrder } from "@caravan/tracing";
import { type Context, Hono } from "hono";
import * as v from "valibot";
import { componentNames } from "./component-names.ts";
import type { Subscription } from "./event-handler.ts";
import { type HandOver, openHandOver } from "./hand-over.ts";
import { type DeliveryOutcome, handleEvent, malformed, type Outcome } from "./handle-event.ts";

/** How {@link subscriptions} are served. */
export interface SubscriptionOptions {
  /** False for a canary: it subscribes to nothing, and handles what v1 hands over to it. */
  readonly enabled: boolean;
  /** The app's own address in the mesh. With it events follow the weights of the app's canary while there is one. */
  readonly meshUrl?: string;
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
 * While the app has a canary, an event is handed over to the mesh first, which has it handled by v1 or v2 according to the weights
 * (`/handed-over/<topic>`, served to the app's own identity alone). When that does not succeed it is delivered again, and handled here.
 *
 * @see https://docs.dapr.io/reference/api/pubsub_api/
 */
export const subscriptions = (list: readonly Subscription[], options: SubscriptionOptions): Hono =>
  serveSubscriptions(
    list,
    options,
    options.enabled && options.meshUrl !== undefined ? openHandOver(options.meshUrl) : undefined,
  );

/** The same with a way through the mesh that is open already. */
export const serveSubscriptions = (
  list: readonly Subscription[],
  options: SubscriptionOptions,
  handOver?: HandOver,
): Hono => {
  const app = new Hono();
  const routes = new Map(list.map((subscription) => [subscription.event.topic, subscription]));

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

  const handleHere = oneAtATime(handleEvent);
  const handleSomewhere = oneAtATime(async (subscription, event, text) => {
    const { topic } = subscription.event;
    if (handOver !== undefined && (await handOver.isOpenTo(topic, event))) {
      return handOver.give(topic, event, text).then(
        () => ({ id: event.id, result: "handed-over" as const }),
        (error: unknown) => ({ id: event.id, result: "came-back" as const, error }),
      );
    }
    const outcome = await handleHere(subscription, event, text);
    if (outcome.result !== "retry") handOver?.finished(topic, event);
    return outcome;
  });

  const serve = (path: string, subscription: Subscription, handle: Handle): void => {
    const { topic } = subscription.event;
    const tell = (outcome: Outcome, seconds: number) =>
      withOrder(outcome.orderId, () => options.onOutcome?.({ topic, ...outcome, seconds }));
    const onTooLarge = (c: Context) => {
      tell({ id: undefined, result: "drop", error: new Error("too large") }, 0);
      return c.json({ status: "DROP" });
    };
    app.post(path, limitBody({ mostBytes: maximumEventBytes, onTooLarge }), async (c) => {
      const startedAt = performance.now();
      const text = await c.req.text();
      const event = v.safeParse(Text, text);
      const outcome: Outcome = event.success
        ? await handle(subscription, event.output, text)
        : { id: undefined, result: "drop", error: malformed("event", event.issues) };
      tell(outcome, (performance.now() - startedAt) / 1_000);
      const { status, code } = answers[outcome.result];
      return c.json({ status }, code);
    });
  };
  for (const [topic, subscription] of routes) {
    serve(`/events/${topic}`, subscription, handleSomewhere);
    serve(`${handedOverPath}${topic}`, subscription, handleHere);
  }
  for (const path of ["/events/*", `${handedOverPath}*`])
    app.post(path, (c) => c.json({ status: "RETRY" }, 503));
  return app;
};

const answers = {
  success: { status: "SUCCESS", code: 200 },
  "handed-over": { status: "SUCCESS", code: 200 },
  drop: { status: "DROP", code: 200 },
  retry: { status: "RETRY", code: 500 },
  "came-back": { status: "RETRY", code: 500 },
} as const;

const Text = v.pipe(v.string(), v.parseJson(), CloudEvent);

type Handle = (subscription: Subscription, event: CloudEvent, text: string) => Promise<Outcome>;

/** An event that is delivered while it is being handled here shares the outcome: it is never handled twice concurrently. */
const oneAtATime = (handle: Handle): Handle => {
  const underWay = new Map<string, Promise<Outcome>>();
  return (subscription, event, text) => {
    const key = `${subscription.event.topic} ${event.id}`;
    const running = underWay.get(key);
    if (running !== undefined) return running;
    const outcome = handle(subscription, event, text).finally(() => underWay.delete(key));
    underWay.set(key, outcome);
    return outcome;
  };
};
