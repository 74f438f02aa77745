import { newId } from "@caravan/contracts";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Database, openDatabase } from "../open-database.ts";
import { messagingMigrations, openTestDatabase, type TestDatabase } from "../testing/index.ts";
import { hashRequest } from "./hash-request.ts";
import { type IdempotentOptions, type IdempotentWork, idempotent } from "./idempotent.ts";

let fixture: TestDatabase;
let replica: Database;

beforeAll(async () => {
  fixture = await openTestDatabase({ migrationsFolder: messagingMigrations });
  replica = await openDatabase(fixture.settings);
  await fixture.database.drizzle.execute(sql`create table orders (id varchar(64), made_for varchar(100))`);
});
afterAll(async () => {
  await replica.close();
  await fixture.close();
});

interface Body {
  orderId: string;
}

const options = (key: string, more: Partial<IdempotentOptions> = {}): IdempotentOptions => ({
  ...{
    database: fixture.database,
    scope: "placeOrder:gst_1",
    key,
    requestHash: hashRequest({ sku: "CAR-0001" }),
  },
  ...{ newResourceId: () => newId("ord"), ...more },
});

/** The work of an order: one row, completed in the same transaction. */
const place =
  (key: string, { database = fixture.database, before = async () => {}, inside = async () => {} } = {}) =>
  async ({ resourceId, complete }: IdempotentWork<Body>) => {
    await before();
    return database.transaction(async (tx) => {
      await tx.execute(sql`insert into orders values (${resourceId}, ${key})`);
      const response = { status: 201, body: { orderId: resourceId } };
      await complete(tx, response);
      await inside();
      return response;
    });
  };

const ordersOf = async (key: string) => {
  const [rows] = await fixture.database.drizzle.execute(sql`select id from orders where made_for = ${key}`);
  return Array.isArray(rows) ? rows : [];
};

const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });

/** A step that ends on command. */
const signal = () => {
  let go = () => {};
  const happened = new Promise<void>((resolve) => {
    go = resolve;
  });
  return { happened, go };
};

describe("an Idempotency-Key", () => {
  test("sent again gives the stored response and does nothing", async () => {
    const first = await idempotent(options("again"), place("again"));
    const second = await idempotent(options("again"), place("again"));
    expect(first.replayed).toBe(false);
    expect(second).toEqual({ ...first, replayed: true });
    expect(await ordersOf("again")).toHaveLength(1);
  });

  test("sent by eight workers at once does the work once; the others are refused as in progress", async () => {
    const settled = await Promise.allSettled(
      Array.from({ length: 8 }, (_, worker) => {
        const database = worker % 2 === 0 ? fixture.database : replica;
        return idempotent(options("eight", { database }), place("eight", { database }));
      }),
    );
    const done = settled.flatMap((one) => (one.status === "fulfilled" ? [one.value.body.orderId] : []));
    expect(new Set(done).size).toBe(1);
    for (const one of settled) {
      if (one.status === "rejected")
        expect(one.reason).toMatchObject({
          kind: "conflict",
          code: "idempotency-key-in-progress",
          retryAfterSeconds: 1,
        });
    }
    expect(await ordersOf("eight")).toHaveLength(1);
  });

  test("refuses while the first request runs, and another body at any time", async () => {
    const running = signal();
    const finish = signal();
    const before = () => {
      running.go();
      return finish.happened;
    };
    const first = idempotent(options("busy"), place("busy", { before }));
    await running.happened;
    const other = { requestHash: hashRequest({ sku: "CAR-0002" }) };
    await expect(idempotent(options("busy"), place("busy"))).rejects.toEqual(
      refusal("idempotency-key-in-progress"),
    );
    await expect(idempotent(options("busy", other), place("busy"))).rejects.toMatchObject({
      kind: "unprocessable",
      code: "idempotency-key-reused",
    });
    finish.go();
    await first;
    await expect(idempotent(options("busy", other), place("busy"))).rejects.toEqual(
      refusal("idempotency-key-reused"),
    );
    expect(await ordersOf("busy")).toHaveLength(1);
  });

  test("of one shopper says nothing about the same key of another", async () => {
    await idempotent(options("mine"), place("mine"));
    const other = await idempotent(options("mine", { scope: "placeOrder:gst_2" }), place("mine"));
    expect(other.replayed).toBe(false);
  });

  test("whose work failed is free at once, and the next attempt gets the same resource id", async () => {
    const ids: string[] = [];
    const failing = idempotent(options("failed"), async ({ resourceId }) => {
      ids.push(resourceId);
      throw new Error("inventory is unreachable");
    });
    await expect(failing).rejects.toThrow("inventory is unreachable");
    const done = await idempotent(options("failed"), place("failed"));
    expect(done.body.orderId).toBe(ids[0]);
    expect(done.replayed).toBe(false);
  });

  test("whose transaction rolled back after complete() holds no response", async () => {
    const inside = () => Promise.reject(new Error("the commit did not happen"));
    await expect(idempotent(options("undone"), place("undone", { inside }))).rejects.toThrow(
      "did not happen",
    );
    expect(await ordersOf("undone")).toHaveLength(0);
    expect((await idempotent(options("undone"), place("undone"))).replayed).toBe(false);
  });

  test("taken over after its lease keeps its resource id, and the slow first attempt cannot complete", async () => {
    const running = signal();
    const finish = signal();
    const before = () => {
      running.go();
      return finish.happened;
    };
    const slow = idempotent(options("slow", { leaseSeconds: 0.05 }), place("slow", { before }));
    const slowOutcome = slow.then(
      () => "completed",
      (error: unknown) => error,
    );
    await running.happened;
    const second = await vi.waitFor(
      () => idempotent(options("slow", { database: replica }), place("slow", { database: replica })),
      { timeout: 20_000, interval: 20 },
    );
    finish.go();
    expect(await slowOutcome).toEqual(refusal("idempotency-key-in-progress"));
    expect(await ordersOf("slow")).toEqual([{ id: second.body.orderId }]);
    expect((await idempotent(options("slow"), place("slow"))).body).toEqual(second.body);
  });

  test("keeps a response without an effect as well, byte for byte", async () => {
    const body = { z: 1, a: [null, "ü", { "10": 1, "9": 2 }], deep: { b: 1, a: 2 } };
    const work = vi.fn(async () => ({ status: 200, body }));
    await idempotent(options("plain"), work);
    const replayed = await idempotent(options("plain"), work);
    expect(JSON.stringify(replayed.body)).toBe(JSON.stringify(body));
    expect(work).toHaveBeenCalledTimes(1);
  });
});
