import { guestJoined, newId, userErased } from "@caravan/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinOf } from "../domain/account.ts";
import { entryFor, mostAddresses } from "../domain/address-book.ts";
import { refresh } from "../domain/session.ts";
import {
  makeAccount,
  makeHash,
  makeSession,
  openTestStores,
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
  it("a guest's joining is told in the transaction that signs in, and ends the guest's sessions", async () => {
    const guest = makeSession(newId("gst"));
    await test.sessions.start(guest);
    const account = makeAccount();
    const join = joinOf(guest.session.subject, account, start);
    await test.accounts.create(account, makeSession(account.id), join);
    expect(await eventsOf(account.id)).toMatchObject([{ topic: guestJoined.topic, data: join, traceparent }]);
    expect(await test.sessions.list(guest.session.subject)).toEqual([]);
    // The session cannot be written, since its token is known: neither is the event.
    const other = makeAccount();
    await expect(
      test.accounts.create(other, { ...makeSession(other.id), tokenHash: guest.tokenHash }, join),
    ).rejects.toThrow("ER_DUP_ENTRY");
    expect(await test.accounts.find(other.id)).toBeUndefined();
    expect(await eventsOf(account.id)).toHaveLength(1);
  });

  it("an erasure is told once, however often it is asked for", async () => {
    const account = makeAccount();
    await test.accounts.create(account, makeSession(account.id), undefined);
    const erased = await Promise.all([1, 2, 3].map(() => test.accounts.erase(account, start)));
    expect(erased.filter(Boolean)).toHaveLength(1);
    const data = { userId: account.id, at: start.toISOString() };
    expect(await eventsOf(account.id)).toMatchObject([{ topic: userErased.topic, data }]);
  });

  it("tabs that refresh at once all get a session that works", async () => {
    const first = makeSession(newId("gst"));
    await test.sessions.start(first);
    const show = (hash: string, next: string) =>
      test.sessions.refresh(hash, next, start, (held) => refresh(held, start, 30));
    const tabs = Array.from({ length: 10 }, makeHash);
    const shown = await Promise.all(tabs.map((next) => show(first.tokenHash, next)));
    expect(shown.map((decision) => decision?.kind)).toEqual(tabs.map(() => "renew"));
    for (const token of tabs) expect((await show(token, makeHash()))?.kind).toBe("renew");
  });

  it("accounts opened at once with one e-mail address are one", async () => {
    const accounts = Array.from({ length: 5 }, () => makeAccount({ email: "race@example.com" }));
    const opened = await Promise.all(
      accounts.map((account) => test.accounts.create(account, makeSession(account.id), undefined)),
    );
    expect(opened.filter(Boolean)).toHaveLength(1);
  });

  it("an address book never holds too much, or one address twice, however many come at once", async () => {
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

  it("what has expired is deleted, and nothing else", async () => {
    const [old, young] = [makeSession(newId("gst")), makeSession(newId("gst"))];
    const now = new Date(start.getTime() + 31 * days);
    await test.sessions.start(old);
    await test.sessions.start({
      ...young,
      session: { ...young.session, expiresAt: new Date(now.getTime() + 1) },
    });
    await test.attempts.take("old", () => ({
      allowed: true,
      after: { count: 1, windowStartedAt: start, lockedUntil: start },
    }));
    await test.attempts.take("young", () => ({
      allowed: true,
      after: { count: 1, windowStartedAt: now, lockedUntil: now },
    }));
    await deleteExpired(test.database, now);
    const { drizzle } = test.database;
    expect(await drizzle.select().from(schema.sessions)).toMatchObject([{ id: young.session.id }]);
    expect(await drizzle.select().from(schema.refreshTokens)).toMatchObject([{ hash: young.tokenHash }]);
    expect(await drizzle.select().from(schema.attempts)).toMatchObject([{ windowStartedAt: now }]);
  });
});
