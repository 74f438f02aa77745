import { newId } from "@caravan/contracts";
import type { TestDatabase } from "@caravan/database/testing";
import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { transition, want } from "../domain/reservation.ts";
import type { Delta } from "../domain/stock.ts";
import * as schema from "./schema.ts";
import { applyDeltas } from "./stock-levels.ts";
import { openStores } from "./stores.ts";
import { openInventoryDatabase, putOnShelves } from "./testing/real-stores.ts";

let test: TestDatabase;
let stores: ReturnType<typeof openStores>;
const now = new Date("2026-11-21T09:30:00.000Z");
const skus = Array.from({ length: 60 }, (_, i) => `CAR-${String(i + 1).padStart(4, "0")}`);

beforeAll(async () => {
  test = await openInventoryDatabase();
  const everywhere = { north: 500, south: 400, coast: 300 };
  await putOnShelves(test.database, Object.fromEntries(skus.map((sku) => [sku, everywhere])), now);
  stores = openStores(test.database);
});
afterAll(() => test.close());

const wanted = (...which: string[]) =>
  want({
    id: newId("rsv"),
    orderId: newId("ord"),
    lines: which.map((sku) => ({ sku, quantity: 1 })),
    now,
    holdMinutes: 15,
  });
const commit = (id: string) => stores.reservations.change(id, (it) => transition(it, "commit"), now);

/** Statements that the server has executed, by kind. */
const executed = async (): Promise<Record<string, number>> => {
  const [rows] = await test.database.drizzle.execute(
    sql`show global status where variable_name in ('Com_select', 'Com_insert', 'Com_update', 'Com_delete', 'Com_begin')`,
  );
  if (!Array.isArray(rows)) throw new Error("no rows");
  return Object.fromEntries(
    rows.map((row) => ("Variable_name" in row ? [row.Variable_name, Number(row.Value)] : [])),
  );
};
const statementsOf = async (work: () => Promise<unknown>): Promise<Record<string, number>> => {
  const before = await executed();
  await work();
  const after = await executed();
  return Object.fromEntries(
    Object.keys(after).map((kind) => [kind.slice(4), (after[kind] ?? 0) - (before[kind] ?? 0)]),
  );
};

it("a hold is one read and four statements in a transaction, and so are sixteen that share a round", async () => {
  const cost = { select: 1, insert: 3, update: 1, delete: 0, begin: 1 };
  expect(await statementsOf(() => stores.reservations.hold(wanted("CAR-0001"), now))).toEqual(cost);
  const many = Array.from({ length: 17 }, () => wanted("CAR-0001", "CAR-0002", "CAR-0003"));
  const all = () => Promise.all(many.map((it) => stores.reservations.hold(it, now)));
  // The first goes alone, the other sixteen share the next round.
  expect(await statementsOf(all)).toEqual({ select: 2, insert: 8, update: 2, delete: 0, begin: 2 });
});

it("a commit is four statements in a transaction, and so are sixteen that share a round", async () => {
  const many = Array.from({ length: 18 }, () => wanted("CAR-0004", "CAR-0005"));
  for (const it of many) await stores.reservations.hold(it, now);
  const [first, ...rest] = many.map(({ id }) => id);
  const cost = { select: 1, insert: 1, update: 2, delete: 0, begin: 1 };
  expect(await statementsOf(() => commit(first ?? ""))).toEqual(cost);
  expect(await statementsOf(() => Promise.all(rest.map(commit)))).toEqual({
    ...{ select: 2, insert: 2, update: 4 },
    ...{ delete: 0, begin: 2 },
  });
});

it("refused, unknown and repeated steps share the round of the others and roll none of it back", async () => {
  const held = Array.from({ length: 4 }, () => wanted("CAR-0007"));
  for (const it of held) await stores.reservations.hold(it, now);
  const [first = "", ended = "", a = "", b = ""] = held.map(({ id }) => id);
  await commit(ended);
  const release = (id: string) => stores.reservations.change(id, (it) => transition(it, "release"), now);
  let outcomes: PromiseSettledResult<{ changed: boolean }>[] = [];
  const cost = await statementsOf(async () => {
    const steps = [commit(first), release(ended), commit(newId("rsv")), commit(a), commit(a), commit(b)];
    outcomes = await Promise.allSettled(steps);
  });
  // The first goes alone, the other five share the next round.
  expect(cost).toEqual({ select: 2, insert: 2, update: 4, delete: 0, begin: 2 });
  expect(outcomes.map((it) => (it.status === "fulfilled" ? it.value.changed : it.reason.code))).toEqual([
    ...[true, "reservation-ended", "reservation-unknown"],
    ...[true, false, true],
  ]);
});

it("an order that is short costs no transaction", async () => {
  const tooMuch = { ...wanted(), lines: [{ sku: "CAR-0006", quantity: 9_999 }] };
  const cost = await statementsOf(() => stores.reservations.hold(tooMuch, now));
  expect(cost).toMatchObject({ begin: 0, insert: 0, update: 0 });
});

it("a change locks only the rows of its own SKUs and warehouses", async () => {
  const touch = (which: readonly string[], warehouse: string, reservedDelta: number): Delta[] =>
    which.map((sku) => ({ sku, warehouse, onHandDelta: 0, reservedDelta }));
  const mine = skus.slice(10, 58);
  await test.database.transaction(async (tx) => {
    expect(await applyDeltas(tx, touch(mine, "north", 1))).toBe(true);
    // While those are locked here, another connection changes other warehouses of the same SKUs, and other SKUs.
    await test.database.transaction(async (other) => {
      for (const delta of [1, -1]) {
        expect(await applyDeltas(other, touch(mine, "south", delta))).toBe(true);
        expect(await applyDeltas(other, touch(skus.slice(0, 10), "north", delta))).toBe(true);
      }
    });
    expect(await applyDeltas(tx, touch(mine, "north", -1))).toBe(true);
  });
});

it("the database itself refuses more reserved than on hand", async () => {
  const place = and(eq(schema.warehouseStock.sku, "CAR-0060"), eq(schema.warehouseStock.warehouse, "north"));
  const bend = (values: Partial<typeof schema.warehouseStock.$inferInsert>) =>
    test.database.drizzle.update(schema.warehouseStock).set(values).where(place);
  for (const values of [{ reserved: 501 }, { reserved: -1 }, { onHand: -1 }])
    await expect(bend(values)).rejects.toThrow(/CONSTRAINT|stock_bounds/);
});
