import { sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeEach, expect, test } from "vitest";
import { type Database, openDatabase } from "../open-database.ts";
import { inboxTable, outboxTable } from "../tables.ts";
import { book, createAccounts, openAccounts, readAccounts } from "../testing/accounts.ts";
import { messagingMigrations, openTestDatabase, type TestDatabase } from "../testing/index.ts";

const opened: TestDatabase[] = [];
let fixture: TestDatabase;
let database: Database;
const ids = Array.from({ length: 20 }, (_, i) => `acc_${String(i).padStart(2, "0")}`);

const openFresh = async (): Promise<void> => {
  fixture = await openTestDatabase({ migrationsFolder: messagingMigrations });
  opened.push(fixture);
  ({ database } = fixture);
  await createAccounts(database, ids);
};
beforeEach(openFresh);
afterAll(async () => {
  for (const one of opened) await one.close();
});

const eventOf = (id: string) => ({ consumer: "on-paid", id });
const recorded = async () =>
  (await database.drizzle.select().from(inboxTable)).map(({ eventId }) => eventId).sort();
const told = async () =>
  (await database.drizzle.select().from(outboxTable)).map(({ aggregateId, data }) => [aggregateId, data]);
const kindOf = (result: PromiseSettledResult<{ kind: string }>): string =>
  result.status === "fulfilled" ? result.value.kind : (result.reason.code ?? String(result.reason));

/** Statements that the server has executed, by kind. */
const executed = async (): Promise<Record<string, number>> => {
  const [rows] = await database.drizzle.execute(
    sql`show global status where variable_name in ('Com_select', 'Com_insert', 'Com_delete', 'Com_begin', 'Com_commit', 'Com_rollback')`,
  );
  if (!Array.isArray(rows)) throw new Error("no rows");
  return Object.fromEntries(
    rows.map((row) => ("Variable_name" in row ? [row.Variable_name.slice(4), Number(row.Value)] : [])),
  );
};
const statementsOf = async (work: () => Promise<unknown>): Promise<Record<string, number>> => {
  const before = await executed();
  await work();
  const after = await executed();
  return Object.fromEntries(
    Object.keys(after).map((kind) => [kind, (after[kind] ?? 0) - (before[kind] ?? 0)]),
  );
};

test("concurrent changes give the same result as if they had run one after the other", async () => {
  const Asked = fc.record({
    id: fc.constantFrom("acc_00", "acc_01", "acc_99"),
    cents: fc.integer({ min: -3, max: 3 }),
    event: fc.option(fc.constantFrom("e1", "e2", "e3"), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(Asked, { minLength: 1, maxLength: 14 }), async (asked) => {
      await openFresh();
      const cents = new Map<string, number>(ids.map((id) => [id, 0]));
      const [events, entries, kinds] = [new Set<string>(), [] as string[], [] as string[]];
      for (const it of asked) {
        const next = (cents.get(it.id) ?? Number.NaN) + it.cents;
        const isKnown = it.event !== undefined && events.has(it.event);
        const kind = isKnown ? "duplicate" : Number.isNaN(next) ? "unknown" : next < 0 ? "overdrawn" : "done";
        kinds.push(kind);
        if (kind !== "done") continue;
        cents.set(it.id, next);
        entries.push(`${it.id} ${it.cents}`);
        if (it.event !== undefined) events.add(it.event);
      }
      const change = openAccounts(database);
      const results = await Promise.allSettled(
        asked.map((it) =>
          change({
            id: it.id,
            decide: book(it.cents),
            event: it.event === undefined ? undefined : eventOf(it.event),
          }),
        ),
      );
      expect(results.map(kindOf)).toEqual(kinds);
      expect(await readAccounts(database)).toEqual({ cents, entries });
      expect(await recorded()).toEqual([...events].sort());
      expect((await told()).map(([id]) => id)).toEqual(entries.map((entry) => entry.split(" ")[0]));
    }),
    { numRuns: 25 },
  );
});

test("sixteen changes take as many statements as one, and refusals and known events roll none of them back", async () => {
  const change = openAccounts(database);
  const pay = (id: string, event?: string, cents = 5) =>
    change({ id, decide: book(cents), event: event === undefined ? undefined : eventOf(event) });
  await pay("acc_00", "known");
  const alone = await statementsOf(() => pay("acc_00", "e0"));
  expect(alone).toMatchObject({ select: 1, insert: 4, delete: 0, begin: 1, commit: 1, rollback: 0 });
  // The first goes alone, the other sixteen share the next round.
  const together = await statementsOf(() => Promise.all(ids.slice(0, 17).map((id, i) => pay(id, `f${i}`))));
  expect(together).toMatchObject({ select: 2, insert: 8, delete: 0, begin: 2, commit: 2, rollback: 0 });
  const mixed = await statementsOf(() =>
    Promise.allSettled([
      pay("acc_00"),
      pay("acc_01", "known"),
      pay("acc_02", "g1", -99),
      pay("acc_03", "g2"),
    ]),
  );
  expect(mixed).toMatchObject({ begin: 2, commit: 2, rollback: 0, delete: 1 });
  expect(await recorded()).not.toContain("g1");
  expect(await recorded()).toContain("g2");
});

test("an event that was applied before costs no lock of a row", async () => {
  const change = openAccounts(database);
  const pay = () => change({ id: "acc_00", decide: book(5), event: eventOf("e") });
  await pay();
  expect(await statementsOf(pay)).toMatchObject({ select: 0, insert: 1, begin: 1, commit: 1 });
});

test("a change that cannot be written, or whose reply cannot be stored, is rolled back with its event, and no other one is", async () => {
  const change = openAccounts(database);
  const results = await Promise.allSettled(
    ids
      .slice(0, 10)
      .map((id, i) => change({ id, decide: book(7, i === 4 ? "x".repeat(21) : "7"), event: eventOf(id) })),
  );
  expect(results.map(kindOf)).toEqual(
    ids.slice(0, 10).map((_, i) => (i === 4 ? "ER_DATA_TOO_LONG" : "done")),
  );
  const { cents } = await readAccounts(database);
  expect([cents.get("acc_04"), cents.get("acc_05")]).toEqual([0, 7]);
  expect(await recorded()).not.toContain("acc_04");
  const unanswered = openAccounts(database, () => Promise.reject(new Error("taken over")));
  await expect(unanswered({ id: "acc_04", decide: book(7), event: eventOf("acc_04") })).rejects.toThrow(
    "taken over",
  );
  expect((await readAccounts(database)).cents.get("acc_04")).toBe(0);
  expect(await recorded()).not.toContain("acc_04");
  expect(await told()).toHaveLength(9);
});

test("an aggregate that stays the same object is not written, but its events are", async () => {
  const change = openAccounts(database);
  const look = () => change({ id: "acc_00", decide: (account) => ({ account, what: "looked at" }) });
  // Its entry and its event.
  expect(await statementsOf(look)).toMatchObject({ select: 1, insert: 2 });
  expect((await readAccounts(database)).entries).toEqual(["acc_00 looked at"]);
  expect(await told()).toEqual([["acc_00", { what: "looked at", cents: 0 }]]);
});

test("replicas that get the same events in opposite order apply each once", async () => {
  const second = await openDatabase(fixture.settings);
  const replicas = [openAccounts(database), openAccounts(second)];
  const deliveries = replicas.flatMap((change, i) => {
    const order = i === 0 ? ids : ids.toReversed();
    return [...order, ...order].map((id) => change({ id, decide: book(1), event: eventOf(`paid ${id}`) }));
  });
  const kinds = (await Promise.all(deliveries)).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "done")).toHaveLength(ids.length);
  expect(new Set((await readAccounts(database)).cents.values())).toEqual(new Set([1]));
  await second.close();
});
