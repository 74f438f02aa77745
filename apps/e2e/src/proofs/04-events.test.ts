import { newId } from "@caravan/contracts";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type Databases, openDatabases, rows } from "../harness/databases.ts";
import { newShopper, orderIn } from "../harness/shopper.ts";
import { expectSoundStock } from "../harness/stock.ts";
import { deliver, type Entry, groups, newest, openStreams } from "../harness/streams.ts";
import { until } from "../harness/until.ts";

const topic = "order.placed.v1";
const deadLetters = `dead-letter.${topic}`;
let databases: Databases;
let redis: Redis;
beforeAll(async () => {
  databases = await openDatabases();
  redis = await openStreams();
});
afterAll(async () => {
  redis.disconnect();
  await databases.end();
});

const placeOrder = async () =>
  orderIn(await (await newShopper()).placeOrder({ lines: [{ sku: "CAR-0008", quantity: 2 }] }));

const entryOf = (orderId: string): Promise<Entry> =>
  until(`the event of ${orderId} is in the stream`, async () =>
    (await newest(redis, topic)).find((entry) =>
      Object.values(entry.fields).some((field) => field.includes(orderId)),
    ),
  );

const commits = (orderId: string) =>
  rows<{ n: number }>(
    databases.inventory,
    "select count(*) n from movements m join reservations r on r.id = m.reservation_id where r.order_id = ? and m.reason = 'committed'",
    [orderId],
  );

const committedOnce = (orderId: string) =>
  until(`${orderId} is committed`, async () => ((await commits(orderId))[0]?.n === 1 ? true : undefined));

const everythingHandled = () =>
  until("inventory has finished the stream", async () => {
    const [group] = await groups(redis, topic);
    return group !== undefined && group.pending === 0 && group.lag === 0 ? true : undefined;
  });

const deadLetterWith = (marker: string): Promise<Entry> =>
  until(
    `a dead letter with ${marker}`,
    async () =>
      (await newest(redis, deadLetters)).find((entry) =>
        Object.values(entry.fields).some((field) => field.includes(marker)),
      ),
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

describe("order.placed", () => {
  it("delivered three times has its effect exactly once", async () => {
    const order = await placeOrder();
    const entry = await entryOf(order.id);
    await deliver(redis, topic, entry.fields);
    await deliver(redis, topic, entry.fields);
    await everythingHandled();
    await committedOnce(order.id);
    await expectSoundStock(databases);
  });
  it("that can never be applied ends in the dead-letter topic, and orders placed meanwhile are not held up", async () => {
    const entry = await entryOf((await placeOrder()).id);
    const marker = newId("ord");
    const impossible = changed(entry, (event) => ({
      ...event,
      id: crypto.randomUUID(),
      data: {
        ...(event.data as object),
        orderId: marker,
        reservationId: newId("rsv"),
        lines: [{ sku: "ZZZ-9999", quantity: 99, price: { amountCents: 1, currency: "EUR" } }],
      },
    }));
    await deliver(redis, topic, impossible);
    const meanwhile = await placeOrder();
    await committedOnce(meanwhile.id);
    await deadLetterWith(marker);
    await everythingHandled();
    await expectSoundStock(databases);
  });
  it.each([
    [
      "without the fields of its contract",
      (event: Record<string, unknown>, marker: string) => ({
        ...event,
        id: marker,
        data: { nonsense: marker },
      }),
    ],
    [
      "with data of another type",
      (event: Record<string, unknown>, marker: string) => ({ ...event, id: marker, data: marker }),
    ],
  ])("%s ends in the dead-letter topic", async (_, breakIt) => {
    const entry = await entryOf((await placeOrder()).id);
    const marker = `malformed-${crypto.randomUUID()}`;
    await deliver(
      redis,
      topic,
      changed(entry, (event) => breakIt(event, marker)),
    );
    await deadLetterWith(marker);
    const after = await placeOrder();
    await committedOnce(after.id);
    await everythingHandled();
  });
});
