import { newId } from "@caravan/contracts";
import { startOutboxRelay } from "@caravan/database";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { joinOf } from "../domain/account.ts";
import { attempt, placePolicy } from "../domain/throttle.ts";
import { makeAccount, makeSession, openTestStores, showToken, start } from "../testing/open-test-stores.ts";

let test: Awaited<ReturnType<typeof openTestStores>>;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());

/** All rows of the database, table by table. */
const everything = async (): Promise<Record<string, string>> => {
  const rowsOf = async (query: string): Promise<object[]> => {
    const [rows] = await test.database.drizzle.execute(sql.raw(query));
    return rows as unknown as object[];
  };
  const tables = (await rowsOf("show tables")).flatMap((row) => Object.values(row).map(String));
  expect(tables).toEqual(expect.arrayContaining(["accounts", "addresses", "attempts", "outbox", "sessions"]));
  const contents = tables.map(async (table) => [
    table,
    JSON.stringify(await rowsOf(`select * from ${table}`)),
  ]);
  return Object.fromEntries(await Promise.all(contents));
};

it("no table holds data of an erased account, once its events are published", async () => {
  const marks = {
    email: "marker@example.com",
    name: "Marker Name",
    street: "Marker Street",
    city: "Markerton",
  };
  const account = makeAccount({ email: marks.email, name: marks.name, passwordHash: "marker hash" });
  const address = {
    street: marks.street,
    city: marks.city,
    name: marks.name,
    postalCode: "1",
    country: "DE",
  };
  const other = makeAccount();
  await test.accounts.create(other, makeSession(other.id), undefined);
  const guest = makeSession(newId("gst"));
  await test.sessions.start(guest);
  const first = makeSession(account.id);
  await test.accounts.create(account, first, joinOf(guest.session.subject, account, start));
  const shown = await showToken(test, first.token);
  await test.addresses.add(account.id, () => ({ entry: { id: newId("adr"), ...address }, added: true }));
  for (const on of [account.email, account.id])
    await test.attempts.take(
      ["203.0.113.7", undefined].map((from) => ({
        key: from === undefined ? { on } : { on, from },
        decide: (before) => attempt(placePolicy, before, start),
      })),
    );
  const before = await everything();
  expect(before.attempts).not.toBe("[]");
  expect(before.accounts).toContain(marks.email);

  expect(await test.accounts.erase(account, start)).toBe(true);
  const relay = startOutboxRelay({
    database: test.database,
    source: "/caravan/user",
    publish: async (events) => events.map(({ id }) => ({ id, ok: true })),
  });
  const after = await vi.waitFor(async () => {
    const contents = await everything();
    expect(contents.outbox).toBe("[]");
    return contents;
  });
  await relay.stop();
  const personal = [...Object.values(marks), account.passwordHash, account.id, first.session.id, shown.token];
  for (const [table, content] of Object.entries(after))
    for (const mark of personal) expect(content, `${mark} in ${table}`).not.toContain(mark);
  expect(after.attempts).toBe("[]");
  expect(after.accounts).toContain(other.email);
  expect(after.sessions).toContain(other.id);
});
