import * as v from "valibot";
import { root } from "../harness/shop.ts";
import { until } from "../harness/until.ts";
import { openRelease } from "./release.ts";
import type { Databases } from "./trade.ts";

const Lag = v.object({ count: v.number() });
const Relay = v.object({ stop: v.function() });
const Event = v.object({ id: v.string(), type: v.string(), data: v.looseObject({ orderId: v.string() }) });
type Event = v.InferOutput<typeof Event>;

/** Publishes the outbox of orders by this checkout's relay; returns the events. */
export const publishOutbox = async ({ order }: Databases): Promise<Event[]> => {
  const release = openRelease(root);
  const database = await release.open("order", order);
  const published: Event[] = [];
  const publish = async (events: unknown) => {
    const batch = v.parse(v.array(Event), events);
    published.push(...batch);
    return batch.map(({ id }) => ({ id, ok: true }));
  };
  const file = "packages/database/src/index.ts";
  const outbox = { database, source: "/caravan/order", publish };
  const relay = v.parse(Relay, await release.call(file, "startOutboxRelay", outbox));
  await until("the outbox is empty", async () => {
    const lag = v.parse(Lag, await release.call(file, "outboxLag", database));
    return lag.count === 0 || undefined;
  });
  await relay.stop();
  return published;
};
