import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { type Database, openDatabase } from "../open-database.ts";
import { RecordingBroker } from "../testing/recording-broker.ts";
import { openRelayFixture, type RelayFixture } from "../testing/relay-fixture.ts";
import { appendOutbox } from "./append-outbox.ts";
import type { OutboxRelayOptions } from "./start-outbox-relay.ts";

const patience = { timeout: 25_000, interval: 10 };

let fixture: RelayFixture;
let replica: Database;

beforeAll(async () => {
  fixture = await openRelayFixture();
  replica = await openDatabase(fixture.settings);
});
afterAll(async () => {
  await replica.close();
  await fixture.close();
});
afterEach(() => fixture.reset());

describe("the relay", () => {
  test("publishes a committed event at once, complete, and deletes it", async () => {
    const broker = new RecordingBroker();
    fixture.start({ publish: broker.publish, idleSeconds: 3600 });
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    // One after the other, so that at least the later ones meet an idle relay.
    for (let n = 1; n <= 5; n += 1) {
      await fixture.append("ord_1", n, traceparent);
      await vi.waitFor(() => expect(broker.confirmed).toHaveLength(n), patience);
    }
    expect(broker.confirmed[0]).toMatchObject({
      specversion: "1.0",
      id: expect.stringMatching(/^[0-9a-f-]{14}7/),
      source: "/caravan/test",
      type: "thing.changed.v1",
      subject: "ord_1",
      time: expect.stringMatching(/^20.*Z$/),
      datacontenttype: "application/json",
      traceparent,
      data: { n: 1 },
    });
    await vi.waitFor(async () => expect(await fixture.left()).toBe(0), patience);
  });

  test("of two replicas never publishes out of order per aggregate and never skips, while publications fail", async () => {
    const early: string[] = [];
    const done = new Map<string, number>();
    const broker = new RecordingBroker(() => Math.random() < 0.2);
    const publish: OutboxRelayOptions["publish"] = async (events) => {
      for (const event of events) {
        const n = (event.data as { n: number }).n;
        if (n > (done.get(event.subject ?? "") ?? 0) + 1) early.push(`${event.subject} ${n}`);
      }
      const outcomes = await broker.publish(events);
      for (const [index, outcome] of outcomes.entries()) {
        const { subject = "", data } = events[index] ?? {};
        if (outcome.ok) done.set(subject, Math.max(done.get(subject) ?? 0, (data as { n: number }).n));
      }
      return outcomes;
    };
    fixture.start({ publish, batchSize: 7 });
    fixture.start({ publish, batchSize: 7, database: replica });
    const aggregates = Array.from({ length: 12 }, (_, index) => `ord_${index}`);
    await Promise.all(
      aggregates.map(async (aggregateId) => {
        for (let n = 1; n <= 10; n += 1) await fixture.append(aggregateId, n);
      }),
    );
    await vi.waitFor(async () => expect(await fixture.left()).toBe(0), patience);
    expect(early).toEqual([]);
    expect([...done]).toEqual(expect.arrayContaining(aggregates.map((aggregateId) => [aggregateId, 10])));
    expect(broker.ids.size).toBe(120);
  });

  test("keeps publishing all other aggregates while one keeps failing", async () => {
    const broker = new RecordingBroker((event) => event.subject === "ord_poison");
    fixture.start({ publish: broker.publish });
    await fixture.append("ord_poison", 1);
    await fixture.append("ord_poison", 2);
    for (let n = 1; n <= 5; n += 1) await fixture.append(`ord_${n}`);
    await vi.waitFor(() => expect(broker.ids.size).toBe(5), patience);
    await vi.waitFor(
      () => expect(broker.attempted.filter((e) => e.subject === "ord_poison").length).toBeGreaterThan(2),
      patience,
    );
    expect(
      broker.attempted.some(
        (event) => event.subject === "ord_poison" && (event.data as { n: number }).n === 2,
      ),
    ).toBe(false);
    const [rows] = await fixture.database.drizzle.execute(
      sql`select last_error from outbox order by position`,
    );
    expect(rows).toEqual([{ last_error: "the broker refused it" }, { last_error: null }]);
  });

  test("finds the one event that makes a whole publication fail, and publishes the others", async () => {
    const broker = new RecordingBroker();
    for (let n = 0; n < 40; n += 1) await fixture.append(n === 17 ? "ord_poison" : `ord_${n}`);
    fixture.start({
      publish: (events) =>
        events.some((event) => event.subject === "ord_poison")
          ? Promise.reject(new Error("too large"))
          : broker.publish(events),
    });
    await vi.waitFor(() => expect(broker.ids.size).toBe(39), patience);
    await vi.waitFor(async () => expect(await fixture.left()).toBe(1), patience);
  });

  test("refuses changes together with their events while the outbox is full", async () => {
    const broker = new RecordingBroker();
    let away = true;
    const publish: OutboxRelayOptions["publish"] = (events) =>
      away ? Promise.reject(new Error("away")) : broker.publish(events);
    for (let n = 0; n < 5; n += 1) await fixture.append(`ord_${n}`);
    fixture.start({ publish, lagSeconds: 0.01, mostPending: 5 });
    const refused = { kind: "unavailable", code: "events-backed-up", retryAfterSeconds: 60 };
    await vi.waitFor(() => expect(fixture.append("ord_late")).rejects.toMatchObject(refused), patience);
    away = false;
    await vi.waitFor(() => fixture.append("ord_later"), patience);
    await vi.waitFor(async () => expect(await fixture.left()).toBe(0), patience);
  });

  test("batches a burst into few publications and reports its lag", async () => {
    const broker = new RecordingBroker();
    const lags: number[] = [];
    await fixture.database.transaction((tx) =>
      appendOutbox(
        tx,
        ...Array.from({ length: 250 }, (_, n) => ({ topic: "t.v1", aggregateId: `ord_${n}`, data: {} })),
      ),
    );
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const publish: OutboxRelayOptions["publish"] = (events) => gate.then(() => broker.publish(events));
    fixture.start({ publish, lagSeconds: 0.01, onLag: (lag) => lags.push(lag.count) });
    await vi.waitFor(() => expect(lags).toContain(250), patience);
    open();
    await vi.waitFor(() => expect(broker.ids.size).toBe(250), patience);
    expect(broker.batches).toEqual([100, 100, 50]);
    await vi.waitFor(() => expect(lags.at(-1)).toBe(0), patience);
  });
});
