import { guestJoined, newId, userErased } from "@caravan/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinOf } from "../domain/account.ts";
import { entryFor, mostAddresses } from "../domain/address-book.ts";
import {
  makeAccount,
  makeSession,
  openTestStores,
  showToken,
  start,
  traceparent,
} from "../testing/open-test-stores.ts";
import { deleteExpired } from "./delete-expired.ts";
import * as schema from "./schema.ts";

let test: Awaited<ReturnType<typeof openTestStores>>;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());
const eventsOf = async (userId: string) =>
  (await test.database.drizzle.select().from(schema.outbox)).filter(
    ({ aggregateId }) => aggregateId === userId,
  );
const days = 86_400_000;

describe("in MariaDB", () => {
  it("a join is published in the transaction of the sign-in, and ends the guest's sessions", async () => {
    const guest = makeSession(newId("gst"));
    await test.sessions.start(guest);
    const account = makeAccount();
    const join = joinOf(guest.session.subject, account, start);
    await test.accounts.create(account, makeSession(account.id), join);
    expect(await eventsOf(account.id)).toMatchObject([{ topic: guestJoined.topic, data: join, traceparent }]);
    expect(await test.sessions.list(guest.session.subject)).toEqual([]);
    // The session cannot be written, since its token exists: the account is not written either.
    const other = makeAccount();
    const taken = makeSession(newId("gst"));
    await test.sessions.start(taken);
    await expect(
      test.accounts.create(other, { ...makeSession(other.id), refreshToken: taken.refreshToken }, undefined),
    ).rejects.toThrow("ER_DUP_ENTRY");
    expect(await test.accounts.find(other.id)).toBeUndefined();
    expect(await eventsOf(account.id)).toHaveLength(1);
  });

  it("an erasure is published once, with the account's guests, for any number of requests", async () => {
    const account = makeAccount();
    const join = joinOf(newId("gst"), account, start);
    await test.accounts.create(account, makeSession(account.id), join);
    const erased = await Promise.all([1, 2, 3].map(() => test.accounts.erase(account, start)));
    expect(erased.filter(Boolean)).toHaveLength(1);
    const data = { userId: account.id, at: start.toISOString(), guests: [join?.guestId] };
    expect(await eventsOf(account.id)).toMatchObject([
      { topic: guestJoined.topic },
      { topic: userErased.topic, data },
    ]);
  });

  it("tabs that refresh at once all get a valid session", async () => {
    const first = makeSession(newId("gst"));
    await test.sessions.start(first);
    const tabs = await Promise.all(Array.from({ length: 10 }, () => showToken(test, first.token)));
    expect(new Set(tabs.map(({ outcome, token }) => `${outcome} ${token}`)).size).toBe(1);
    const again = await Promise.all(tabs.map(({ token }) => showToken(test, token)));
    expect(again.map(({ outcome }) => outcome)).toEqual(tabs.map(() => "renew"));
  });

  it("a session has two rows of tokens, however long it lasts, and none when it has ended", async () => {
    const first = makeSession(newId("gst"));
    const sessionId = first.session.id;
    await test.sessions.start(first);
    const rows = async () =>
      (await test.database.drizzle.select().from(schema.refreshTokens)).filter(
        (row) => row.sessionId === sessionId,
      );
    let { token } = first;
    for (let i = 0; i < 20; i += 1) token = (await showToken(test, token)).token;
    expect(await rows()).toHaveLength(2);
    expect((await showToken(test, first.token)).outcome).toBe("reuse");
    expect(await rows()).toEqual([]);
  });

  it("concurrent sign-ups with one e-mail address create one account", async () => {
    const accounts = Array.from({ length: 5 }, () => makeAccount({ email: "race@example.com" }));
    const opened = await Promise.all(
      accounts.map((account) => test.accounts.create(account, makeSession(account.id), undefined)),
    );
    expect(opened.filter(Boolean)).toHaveLength(1);
  });

  it("an address book never exceeds its limit or holds an address twice, for any number of concurrent requests", async () => {
    const account = makeAccount();
    await test.accounts.create(account, makeSession(account.id), undefined);
    const address = { name: "Ada", street: "1", postalCode: "10115", city: "Berlin", country: "DE" };
    const add = (street: string) =>
      test.addresses.add(account.id, (book) => entryFor(book, { ...address, street }, () => newId("adr")));
    await Promise.all(Array.from({ length: 10 }, () => add("same")));
    expect(await test.addresses.list(account.id)).toHaveLength(1);
    await Promise.allSettled(Array.from({ length: 30 }, (_, i) => add(`street ${i}`)));
    expect(await test.addresses.list(account.id)).toHaveLength(mostAddresses);
  });

  it("only expired rows are deleted", async () => {
    const [old, young] = [makeSession(newId("gst")), makeSession(newId("gst"))];
    const now = new Date(start.getTime() + 31 * days);
    await test.sessions.start(old);
    await test.sessions.start({
      ...young,
      session: { ...young.session, expiresAt: new Date(now.getTime() + 1) },
    });
    for (const windowStartedAt of [start, now])
      await test.attempts.take([
        {
          key: { on: newId("key") },
          decide: () => ({ allowed: true, after: { count: 1, windowStartedAt, lockedUntil: now } }),
        },
      ]);
    const [gone, there] = [makeAccount(), makeAccount()];
    for (const account of [gone, there]) {
      const join = joinOf(newId("gst"), account, start);
      await test.accounts.create(account, makeSession(account.id), join);
    }
    await test.accounts.erase(gone, start);
    await deleteExpired(test.database, now);
    const { drizzle } = test.database;
    expect(await drizzle.select().from(schema.sessions)).toMatchObject([{ id: young.session.id }]);
    expect(await drizzle.select().from(schema.refreshTokens)).toMatchObject([
      { hash: young.refreshToken.hash },
    ]);
    const guests = await drizzle.select().from(schema.joinedGuests);
    expect(guests.filter(({ erasedAt }) => erasedAt !== null)).toEqual([]);
    expect(guests).toContainEqual(expect.objectContaining({ userId: there.id }));
    expect(await drizzle.select().from(schema.attempts)).toMatchObject([{ windowStartedAt: now }]);
  });
});
