import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { messagingMigrations, openTestDatabase, type TestDatabase } from "../testing/index.ts";
import { appendOutbox } from "./append-outbox.ts";
import { claimEvents, deleteEvents, putOff } from "./claim.ts";
import { outboxLag } from "./lag.ts";
import { outboxTable } from "./outbox-table.ts";

let fixture: TestDatabase;

beforeAll(async () => {
  fixture = await openTestDatabase({ migrationsFolder: messagingMigrations });
});
afterAll(() => fixture.close());
beforeEach(async () => {
  await fixture.database.drizzle.execute(sql`delete from outbox`);
});

const append = (...aggregateIds: string[]) =>
  fixture.database.transaction(async (tx) => {
    for (const aggregateId of aggregateIds) {
      await appendOutbox(tx, { topic: "thing.made.v1", aggregateId, data: { aggregateId } });
    }
  });

describe("the outbox", () => {
  test("holds no event of a transaction that rolled back", async () => {
    const failing = fixture.database.transaction(async (tx) => {
      await appendOutbox(tx, { topic: "thing.made.v1", aggregateId: "a", data: {} });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect((await outboxLag(fixture.database)).count).toBe(0);
  });

  test("takes several events with one insert, in their order", async () => {
    await fixture.database.transaction(async (tx) => {
      const [[before]] = (await tx.execute(sql`show session status like 'Com_insert'`)) as unknown as [
        [{ Value: string }],
      ];
      await appendOutbox(
        tx,
        ...["a", "b"].map((aggregateId) => ({ topic: "t.v1", aggregateId, data: { n: 1 } })),
      );
      const [[after]] = (await tx.execute(sql`show session status like 'Com_insert'`)) as unknown as [
        [{ Value: string }],
      ];
      expect(Number(after.Value) - Number(before.Value)).toBe(1);
      expect((await claimEvents(tx, "fresh", 10)).map((event) => event.aggregateId)).toEqual(["a", "b"]);
    });
  });

  test("is claimed disjointly by replicas, and never twice", async () => {
    await append("a", "b", "c", "d");
    await fixture.database.transaction(async (one) => {
      const first = await claimEvents(one, "fresh", 2);
      await fixture.database.transaction(async (two) => {
        const second = await claimEvents(two, "fresh", 10);
        expect(first.map((event) => event.aggregateId)).toEqual(["a", "b"]);
        expect(second.map((event) => event.aggregateId)).toEqual(["c", "d"]);
        expect(await fixture.database.transaction((three) => claimEvents(three, "fresh", 10))).toEqual([]);
      });
    });
  });

  test("gives only the first event of an aggregate, and none while the first is held by another replica", async () => {
    await append("a", "a", "b");
    await fixture.database.transaction(async (one) => {
      const claimed = await claimEvents(one, "fresh", 10);
      expect(claimed.map((event) => event.aggregateId)).toEqual(["a", "b"]);
      await deleteEvents(
        one,
        claimed.map((event) => event.position),
      );
      // Deleted but not committed: for other transactions it is still ahead of the second.
      expect(await fixture.database.transaction((two) => claimEvents(two, "fresh", 10))).toEqual([]);
    });
    const next = await fixture.database.transaction((tx) => claimEvents(tx, "fresh", 10));
    expect(next.map((event) => event.aggregateId)).toEqual(["a"]);
  });

  test("keeps the rest of an aggregate waiting behind a postponed event", async () => {
    await append("a", "a", "b");
    await fixture.database.transaction(async (tx) => {
      const [first] = await claimEvents(tx, "fresh", 1);
      if (first) await putOff(tx, [first], "x".repeat(1000), 3600);
    });
    const due = await fixture.database.transaction((tx) => claimEvents(tx, "fresh", 10));
    expect(due.map((event) => event.aggregateId)).toEqual(["b"]);
    expect(await fixture.database.transaction((tx) => claimEvents(tx, "retry", 10))).toEqual([]);
    await fixture.database.drizzle.execute(
      sql`update outbox set next_attempt_at = now(3) where attempts = 1`,
    );
    const later = await fixture.database.transaction((tx) => claimEvents(tx, "retry", 10));
    expect(later.map((event) => [event.aggregateId, event.attempts])).toEqual([["a", 1]]);
  });

  test("pauses an event longer with each failure, up to the longest pause", async () => {
    await append("a");
    for (let failures = 1; failures <= 8; failures += 1) {
      await fixture.database.transaction(async (tx) => {
        const [row] = await tx.select().from(outboxTable);
        if (row) await putOff(tx, [row], "no", 20);
      });
      const [row] = await fixture.database.drizzle.select().from(outboxTable);
      const [[clock]] = (await fixture.database.drizzle.execute(
        sql`select cast(now(3) as char) as now`,
      )) as unknown as [[{ now: string }]];
      const pause = (Number(row?.nextAttemptAt) - Date.parse(`${clock.now.replace(" ", "T")}Z`)) / 1000;
      const full = Math.min(20, 0.5 * 2 ** (failures - 1));
      expect(row?.attempts).toBe(failures);
      expect(pause).toBeLessThanOrEqual(full);
      if (failures === 8) expect(pause).toBeGreaterThan(5);
    }
  });

  test("lets writers append while a claim is held", async () => {
    await append("a");
    await fixture.database.transaction(async (tx) => {
      await claimEvents(tx, "fresh", 10);
      await append("a", "b");
    });
    expect((await outboxLag(fixture.database)).count).toBe(3);
  });

  test("reports the age of its oldest event and the number that wait", async () => {
    expect(await outboxLag(fixture.database)).toEqual({ oldestSeconds: 0, count: 0 });
    await append("a", "b");
    await fixture.database.drizzle.execute(
      sql`update outbox set created_at = now(3) - interval 90 second limit 1`,
    );
    const lag = await outboxLag(fixture.database);
    expect(lag.count).toBe(2);
    expect(lag.oldestSeconds).toBeGreaterThanOrEqual(90);
    expect(lag.oldestSeconds).toBeLessThan(3600);
  });
});
