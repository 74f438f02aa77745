import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newId } from "@caravan/contracts";
import { migrate } from "@caravan/database";
import { openTestDatabase, type TestDatabase } from "@caravan/database/testing";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { transition, want } from "../domain/reservation.ts";
import { seedStock } from "./seed-stock.ts";
import { migrationsFolder, storesOver } from "./testing/real-stores.ts";

/** The statements of version 83eaa7a, word for word. */
const previous = {
  stock: "insert into `stock` (`sku`, `on_hand`, `reserved`) values (?, ?, default)",
  head: "insert into `reservations` (`id`, `order_id`, `status`, `expires_at`, `created_at`) values (?, ?, ?, ?, ?)",
  lines: "insert into `reservation_lines` (`reservation_id`, `sku`, `quantity`) values (?, ?, ?)",
  move: "insert into `movements` (`id`, `sku`, `reason`, `on_hand_delta`, `reserved_delta`, `reservation_id`, `at`) values (default, ?, ?, ?, ?, ?, ?)",
  update:
    "update `stock` set `on_hand` = `stock`.`on_hand` + case `stock`.`sku` when ? then ? end, `reserved` = `stock`.`reserved` + case `stock`.`sku` when ? then ? end where `stock`.`sku` in (?) and `stock`.`reserved` + case `stock`.`sku` when ? then ? end between 0 and `stock`.`on_hand` + case `stock`.`sku` when ? then ? end",
  lock: "select `reservations`.`id`, `status`, `sku`, `quantity` from `reservations` inner join `reservation_lines` on `reservation_lines`.`reservation_id` = `reservations`.`id` where `reservations`.`id` in (?) order by `reservations`.`id`, `reservation_lines`.`sku` for update",
  status: "update `reservations` set `status` = ? where `reservations`.`id` in (?)",
  levels: "select `sku`, `on_hand`, `reserved` from `stock` where `stock`.`sku` in (?)",
  inbox: "insert ignore into `inbox` (`consumer`, `event_id`) values (?, ?)",
};
const now = new Date("2026-11-21T09:30:00.000Z");
const sku = "CAR-0001";

let test: TestDatabase;
let firstMigrations: string;

/** The migrations folder as the previous version had it. */
const onlyTheFirst = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "inventory-migrations-"));
  const journal = JSON.parse(await readFile(join(migrationsFolder, "meta/_journal.json"), "utf8"));
  const [first] = journal.entries;
  await mkdir(join(folder, "meta"));
  await writeFile(join(folder, "meta/_journal.json"), JSON.stringify({ ...journal, entries: [first] }));
  await copyFile(join(migrationsFolder, `${first.tag}.sql`), join(folder, `${first.tag}.sql`));
  return folder;
};

const ask = async (words: string, ...values: unknown[]): Promise<unknown> => {
  const parts = words
    .split("?")
    .flatMap((part, i) => [...(i === 0 ? [] : [sql`${values[i - 1]}`]), sql.raw(part)]);
  const [result] = await test.database.drizzle.execute(sql.join(parts));
  return result;
};
const say = async (words: string, ...values: unknown[]): Promise<number> => {
  const result = await ask(words, ...values);
  return typeof result === "object" && result && "affectedRows" in result ? Number(result.affectedRows) : 0;
};
const update = (onHand: number, reserved: number) =>
  say(previous.update, sku, onHand, sku, reserved, sku, sku, reserved, sku, onHand);
const move = async (reason: string, onHand: number, reserved: number, id: string | null) => {
  await say(previous.move, sku, reason, onHand, reserved, id, now);
  return update(onHand, reserved);
};
const hold = async (quantity: number): Promise<string> => {
  const id = newId("rsv");
  await say(previous.head, id, newId("ord"), "held", new Date(now.getTime() + 900_000), now);
  await say(previous.lines, id, sku, quantity);
  expect(await move("reserved", 0, quantity, id)).toBe(1);
  return id;
};
const levels = async () =>
  (await storesOver(test.database).stock.levels([sku]))
    .map((it) => `${it.warehouse} ${it.onHand}/${it.reserved}`)
    .sort();
const step = (id: string, word: "commit" | "return") =>
  storesOver(test.database).reservations.change(id, (it) => transition(it, word), now);

beforeAll(async () => {
  firstMigrations = await onlyTheFirst();
  test = await openTestDatabase({ migrationsFolder: firstMigrations });
});
afterAll(async () => {
  await rm(firstMigrations, { recursive: true });
  await test.close();
});

describe("while the previous version is being replaced", () => {
  let heldBefore: string;

  it("its stock is migrated to the north, with its ledger and its holds", async () => {
    await say(previous.stock, sku, 100);
    await say(previous.move, sku, "stocked", 100, 0, null, now);
    heldBefore = await hold(7);
    await migrate({ ...test.settings, migrationsFolder });
    expect(await seedStock(test.database, now)).toEqual({ stocked: 71 });
    expect(await seedStock(test.database, now)).toEqual({ stocked: 0 });
    expect(await levels()).toEqual(["coast 0/0", "north 100/7", "south 0/0"]);
    const ledger = await storesOver(test.database).stock.movements({ sku, before: undefined, limit: 9 });
    expect(ledger.map((it) => [it.warehouse, it.reason, it.onHandDelta, it.reservedDelta])).toEqual([
      ["north", "reserved", 0, 7],
      ["north", "stocked", 100, 0],
    ]);
  });

  it("this version commits and returns holds of the previous one", async () => {
    await step(heldBefore, "commit");
    expect(await levels()).toEqual(["coast 0/0", "north 93/0", "south 0/0"]);
    const heldAfter = await hold(3);
    expect(await levels()).toEqual(["coast 0/0", "north 93/3", "south 0/0"]);
    await step(heldAfter, "commit");
    await step(heldAfter, "return");
    expect(await levels()).toEqual(["coast 0/0", "north 93/0", "south 0/0"]);
  });

  it("the previous version commits holds of this one, and cannot take more than the north has", async () => {
    const lines = [{ sku, quantity: 5 }];
    const wanted = want({ id: newId("rsv"), orderId: newId("ord"), lines, now, holdMinutes: 15 });
    expect((await storesOver(test.database).reservations.hold(wanted, now)).outcome).toBe("held");
    expect(await say(previous.inbox, "on-order-placed", newId("evt"))).toBe(1);
    const locked = await ask(previous.lock, wanted.id);
    expect(locked).toEqual([{ id: wanted.id, status: "held", sku, quantity: 5 }]);
    await say(previous.status, "committed", wanted.id);
    expect(await move("committed", -5, -5, wanted.id)).toBe(1);
    expect(await levels()).toEqual(["coast 0/0", "north 88/0", "south 0/0"]);
    expect(await update(0, 89)).toBe(0);
    expect(await ask(previous.levels, sku)).toEqual([{ sku, on_hand: 88, reserved: 0 }]);
  });
});

it("a fresh shop has every SKU in three warehouses, 500 to 5000 pieces in all, with the ledger", async () => {
  const fresh = await openTestDatabase({ migrationsFolder });
  expect(await seedStock(fresh.database, now)).toEqual({ stocked: 72 });
  expect(await seedStock(fresh.database, now)).toEqual({ stocked: 0 });
  const { stock } = storesOver(fresh.database);
  for (const known of ["CAR-0001", "CAR-0072"]) {
    const own = await stock.levels([known]);
    const ledger = await stock.movements({ sku: known, before: undefined, limit: 9 });
    const total = own.reduce((sum, { onHand }) => sum + onHand, 0);
    expect(own.map(({ warehouse }) => warehouse).sort()).toEqual(["coast", "north", "south"]);
    expect(own.every(({ onHand }) => onHand > 0)).toBe(true);
    expect([total >= 500, total <= 5000]).toEqual([true, true]);
    for (const { warehouse, onHand } of own)
      expect(ledger.filter((it) => it.warehouse === warehouse)).toMatchObject([
        { reason: "stocked", onHandDelta: onHand, reservedDelta: 0, at: now },
      ]);
  }
  await fresh.close();
});
