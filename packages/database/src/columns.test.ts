import { sql } from "drizzle-orm";
import { int, mysqlTable } from "drizzle-orm/mysql-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cents, jsonDocument, moment } from "./columns.ts";
import { placeholders, writeRows } from "./multi-row.ts";
import { preparedBySize } from "./prepared.ts";
import { openTestDatabase, type TestDatabase } from "./testing/index.ts";

const rows = mysqlTable("rows", {
  id: int("id").primaryKey(),
  at: moment("at"),
  document: jsonDocument<{ a: number }>("document"),
  amountCents: cents("amount_cents"),
});
const insert = preparedBySize((queries, size) =>
  queries
    .insert(rows)
    .values(placeholders(size, ["id", "at", "document", "amountCents"]))
    .prepare(),
);

let fixture: TestDatabase;
beforeAll(async () => {
  fixture = await openTestDatabase();
  await fixture.database.drizzle.execute(
    sql`create table \`rows\` (id int primary key, at datetime(3), document json, amount_cents bigint not null)`,
  );
});
afterAll(() => fixture.close());

test("a moment, a document and an amount come back as they were, and null stays null, also through placeholders", async () => {
  const { drizzle } = fixture.database;
  const at = new Date("2026-11-21T09:30:00.123Z");
  const written = [
    { id: 1, at, document: { a: 1 }, amountCents: Number.MAX_SAFE_INTEGER },
    { id: 2, at: null, document: null, amountCents: -1 },
  ];
  await writeRows(drizzle, insert, written);
  expect(await drizzle.select().from(rows).orderBy(rows.id)).toEqual(written);
  const [stored] = await drizzle.execute(sql`select id from \`rows\` where at is null and document is null`);
  expect(stored).toEqual([{ id: 2 }]);
});
