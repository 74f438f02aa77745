import { newId } from "@caravan/contracts";
import { type Entry, groupsOf, newest } from "@caravan/streams";
import type { Redis } from "ioredis";
import type { Connection } from "mysql2/promise";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { openDatabase, rows } from "../harness/databases.ts";
import { caravan } from "../harness/shop.ts";
import { buy, newShopper, paid, reached } from "../harness/shopper.ts";
import { deliver, openStreams } from "../harness/streams.ts";
import { until } from "../harness/until.ts";

const topic = "payment.authorised.v1";
const deadLetters = `dead-letter.${topic}`;
let order: Connection;
let redis: Redis;
beforeAll(async () => {
  order = await openDatabase("order");
  redis = await openStreams();
});
afterAll(async () => {
  redis.disconnect();
  await order.end();
});

const buyOne = async (): Promise<string> => {
  const shopper = await newShopper();
  const { id } = await buy(shopper, "CAR-0008", 2);
  await reached(shopper, id, ...paid);
  return id;
};

const holding = (entries: readonly Entry[], text: string): Entry | undefined =>
  entries.find((entry) => Object.values(entry.fields).some((field) => field.includes(text)));

const entryOf = (orderId: string): Promise<Entry> =>
  until(`the event of ${orderId} is in the stream`, async () =>
    holding(await newest(redis, topic, 200), orderId),
  );

const timesAuthorised = async (orderId: string): Promise<number> => {
  const query =
    "select count(*) n from order_timeline where order_id = ? and status = 'payment-authorised' and who = 'payment'";
  return (await rows<{ n: number }>(order, query, [orderId]))[0]?.n ?? 0;
};

const everythingHandled = () =>
  until("order has finished the stream", async () => {
    const group = (await groupsOf(redis, topic)).find(({ app }) => app === "order");
    return group !== undefined && group.pending === 0 && group.lag === 0 ? true : undefined;
  });

const deadLetterWith = (marker: string): Promise<Entry> =>
  until(
    `a dead letter with ${marker}`,
    async () => holding(await newest(redis, deadLetters, 200), marker),
    240,
  );

/** The same fields with the CloudEvent inside changed. */
const changed = (
  entry: Entry,
  change: (event: Record<string, unknown>) => Record<string, unknown>,
): Record<string, string> =>
  Object.fromEntries(
    Object.entries(entry.fields).map(([name, value]) => [
      name,
      name === "data" ? JSON.stringify(change(JSON.parse(value))) : value,
    ]),
  );

describe(topic, () => {
  it("delivered three times has its effect exactly once", async () => {
    const id = await buyOne();
    const entry = await entryOf(id);
    await deliver(redis, topic, entry.fields);
    await deliver(redis, topic, entry.fields);
    await everythingHandled();
    expect(await timesAuthorised(id)).toBe(1);
    await expectCleanBooks();
  });

  it.each([
    ["without the fields of its contract", (marker: string) => ({ id: marker, data: { nonsense: marker } })],
    ["with data of another type", (marker: string) => ({ id: marker, data: marker })],
  ])(
    "%s ends in the dead-letter topic without blocking others, is explained and can be discarded",
    async (_, breakIt) => {
      const entry = await entryOf(await buyOne());
      const marker = `malformed-${crypto.randomUUID()}`;
      await deliver(
        redis,
        topic,
        changed(entry, (event) => ({ ...event, ...breakIt(marker) })),
      );
      await buyOne();
      const letter = await deadLetterWith(marker);
      await everythingHandled();
      const listed = (await caravan("dlq", "list", "--json")).stdout;
      expect(listed).toContain(marker);
      await caravan("dlq", "discard", `${topic}/${letter.id}`, "--reason", "planted by a proof");
      expect(holding(await newest(redis, deadLetters, 200), marker)).toBeUndefined();
      await expectCleanBooks();
    },
  );

  it("of an unknown order changes nothing and is not retried", async () => {
    const entry = await entryOf(await buyOne());
    const unknownOrder = newId("ord");
    const event = changed(entry, (event) => ({
      ...event,
      id: crypto.randomUUID(),
      data: { ...(event.data as object), orderId: unknownOrder },
    }));
    await deliver(redis, topic, event);
    await everythingHandled();
    expect(await rows(order, "select id from orders where id = ?", [unknownOrder])).toEqual([]);
  });
});
