import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { type Database, openDatabase } from "../open-database.ts";
import { messagingMigrations, openTestDatabase, type TestDatabase } from "../testing/index.ts";
import { RecordingBroker } from "../testing/recording-broker.ts";
import { appendOutbox } from "./append-outbox.ts";
import { type OutboxRelay, type OutboxRelayOptions, startOutboxRelay } from "./start-outbox-relay.ts";

let fixture: TestDatabase;
let replica: Database;
const relays: OutboxRelay[] = [];
const patience = { timeout: 25_000, interval: 10 };

beforeAll(async () => {
  fixture = await openTestDatabase({ migrationsFolder: messagingMigrations });
  replica = await openDatabase(fixture.settings);
});
afterAll(async () => {
  await replica.close();
  await fixture.close();
});
beforeEach(async () => {
  await fixture.database.drizzle.execute(sql`delete from outbox`);
});
afterEach(async () => {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
});

function start(options: Partial<OutboxRelayOptions> & Pick<OutboxRelayOptions, "publish">): OutboxRelay {
  const relay = startOutboxRelay({
    ...{
      database: fixture.database,
      source: "/caravan/test",
      paceSeconds: 0.001,
      idleSeconds: 0.02,
      longestPauseSeconds: 0.05,
    },
    ...options,
  });
  relays.push(relay);
  return relay;
}

const append = (aggregateId: string, n = 1, traceparent?: string) =>
  fixture.database.transaction((tx) =>
    appendOutbox(tx, { topic: "thing.changed.v1", aggregateId, data: { n }, traceparent }),
  );

const left = async () =>
  (await fixture.database.drizzle.execute(sql`select count(*) as count from outbox`))[0];

describe("the relay", () => {
  test("publishes a committed event at once, complete, and forgets it", async () => {
    const broker = new RecordingBroker();
    start({ publish: broker.publish, idleSeconds: 3600 });
    await vi.waitFor(async () => expect(await left()).toEqual([{ count: 0 }]), patience);
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    await append("ord_1", 1, traceparent);
    await vi.waitFor(async () => expect(broker.confirmed).toHaveLength(1), patience);
    expect(broker.confirmed[0]).toMatchObject({
      ...{
        specversion: "1.0",
        source: "/caravan/test",
        type: "thing.changed.v1",
        subject: "ord_1",
        traceparent,
      },
      ...{
        id: expect.stringMatching(/^[0-9a-f-]{14}7/),
        datacontenttype: "application/json",
        data: { n: 1 },
      },
    });
    await vi.waitFor(async () => expect(await left()).toEqual([{ count: 0 }]), patience);
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
    start({ publish, batchSize: 7 });
    start({ publish, batchSize: 7, database: replica });
    const aggregates = Array.from({ length: 12 }, (_, index) => `ord_${index}`);
    await Promise.all(
      aggregates.map(async (aggregateId) => {
        for (let n = 1; n <= 10; n += 1) await append(aggregateId, n);
      }),
    );
    await vi.waitFor(async () => expect(await left()).toEqual([{ count: 0 }]), patience);
    expect(early).toEqual([]);
    expect([...done]).toEqual(expect.arrayContaining(aggregates.map((aggregateId) => [aggregateId, 10])));
    expect(broker.ids.size).toBe(120);
  });

  test("keeps publishing all other aggregates while one keeps failing", async () => {
    const broker = new RecordingBroker((event) => event.subject === "ord_poison");
    start({ publish: broker.publish });
    await append("ord_poison", 1);
    await append("ord_poison", 2);
    for (let n = 1; n <= 5; n += 1) await append(`ord_${n}`);
    await vi.waitFor(() => expect(broker.ids.size).toBe(5), patience);
    await vi.waitFor(
      () => expect(broker.attempted.filter((e) => e.subject === "ord_poison").length).toBeGreaterThan(2),
      patience,
    );
    expect(broker.attempted.some((event) => event.subject === "ord_poison" && event.data === 2)).toBe(false);
    const [rows] = await fixture.database.drizzle.execute(
      sql`select last_error from outbox order by position`,
    );
    expect(rows).toEqual([{ last_error: "the broker refused it" }, { last_error: null }]);
  });

  test("finds the one event that makes a whole publication fail, and publishes the others", async () => {
    const broker = new RecordingBroker();
    for (let n = 0; n < 40; n += 1) await append(n === 17 ? "ord_poison" : `ord_${n}`);
    start({
      publish: (events) =>
        events.some((event) => event.subject === "ord_poison")
          ? Promise.reject(new Error("too large"))
          : broker.publish(events),
    });
    await vi.waitFor(() => expect(broker.ids.size).toBe(39), patience);
    await vi.waitFor(async () => expect(await left()).toEqual([{ count: 1 }]), patience);
  });

  test("loses nothing while the broker is away, and nothing when an outcome is missing or late", async () => {
    const broker = new RecordingBroker();
    const faults = [
      () => Promise.reject(new Error("connection refused")),
      () => Promise.resolve([]),
      () => new Promise<never>(() => {}),
    ];
    let calls = 0;
    for (let n = 0; n < 5; n += 1) await append(`ord_${n}`);
    start({
      publishTimeoutSeconds: 0.05,
      publish: (events) => {
        calls += 1;
        return calls <= 9 ? (faults[calls % 3]?.() ?? Promise.resolve([])) : broker.publish(events);
      },
    });
    await vi.waitFor(async () => expect(await left()).toEqual([{ count: 0 }]), patience);
    expect(broker.ids.size).toBe(5);
  });

  test("publishes again with the same id what was published but not marked when the process was killed", async () => {
    await append("ord_1");
    const child = spawn(
      process.execPath,
      [
        fileURLToPath(new URL("../testing/crashing-relay.ts", import.meta.url)),
        JSON.stringify(fixture.settings),
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const [published] = await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    const broker = new RecordingBroker();
    start({ publish: broker.publish });
    await vi.waitFor(async () => expect(await left()).toEqual([{ count: 0 }]), patience);
    expect(broker.confirmed.map(({ id }) => id)).toEqual([String(published).trim()]);
  });

  test("gathers a burst into few publications and reports how far it is behind", async () => {
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
    start({ publish, lagSeconds: 0.01, onLag: (lag) => lags.push(lag.count) });
    await vi.waitFor(() => expect(lags).toContain(250), patience);
    open();
    await vi.waitFor(() => expect(broker.ids.size).toBe(250), patience);
    expect(broker.batches).toEqual([100, 100, 50]);
    await vi.waitFor(() => expect(lags.at(-1)).toBe(0), patience);
  });

  test("survives the database going away", async () => {
    const broker = new RecordingBroker();
    const log = { warn: vi.fn() };
    await append("ord_1");
    process.kill(fixture.server.pid, "SIGKILL");
    start({ publish: broker.publish, log });
    await vi.waitFor(() => expect(log.warn).toHaveBeenCalled(), patience);
    await fixture.server.restart();
    await vi.waitFor(() => expect(broker.ids.size).toBe(1), patience);
  });
});
