import { newId } from "@caravan/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { joinOf } from "../domain/account.ts";
import { mostSessions } from "../domain/session.ts";
import { fakeStores } from "../testing/fake-stores.ts";
import { makeAccount, makeSession, openTestStores, showToken, start } from "../testing/open-test-stores.ts";
import { newRefreshToken, readRefreshToken } from "../tokens/refresh-tokens.ts";
import type { Stores } from "./open-stores.ts";

const closing: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closing) await close();
});
const openReal = async (): Promise<Stores> => {
  const { close, ...stores } = await openTestStores();
  closing.push(close);
  return stores;
};

describe.each([
  { name: "in MariaDB", open: openReal },
  { name: "fake", open: async (): Promise<Stores> => fakeStores() },
])("accounts and sessions ($name)", ({ open }) => {
  let stores: Stores;
  beforeAll(async () => {
    stores = await open();
  });
  const opened = async () => {
    const account = makeAccount();
    const first = makeSession(account.id);
    expect(await stores.accounts.create(account, first, undefined)).toEqual(first.session);
    return { account, first };
  };
  const show = (token: string, now = start) => showToken(stores, token, now);
  const later = (seconds: number) => new Date(start.getTime() + seconds * 1000);

  it("stores an account unchanged, under its id and its e-mail address", async () => {
    const { account, first } = await opened();
    expect(await stores.accounts.find(account.id)).toEqual(account);
    expect(await stores.accounts.findByEmail(account.email)).toEqual(account);
    expect(await stores.accounts.find(newId("usr"))).toBeUndefined();
    expect(await stores.accounts.known([newId("usr"), account.id])).toEqual([account.id]);
    expect(await stores.sessions.list(account.id)).toEqual([first.session]);
  });

  it("gives an e-mail address to one account only, and starts no session for the other", async () => {
    const { account } = await opened();
    const other = makeAccount({ email: account.email });
    expect(await stores.accounts.create(other, makeSession(other.id), undefined)).toBeUndefined();
    expect(await stores.sessions.list(other.id)).toEqual([]);
  });

  it("signs in only while the checked password is still the current one", async () => {
    const { account } = await opened();
    const fresh = makeSession(account.id);
    expect(await stores.accounts.changePassword(account, "another hash", fresh)).toBe(true);
    expect(await stores.accounts.signIn(account, makeSession(account.id), undefined)).toBeUndefined();
    expect(await stores.accounts.changePassword(account, "x", makeSession(account.id))).toBe(false);
    expect(await stores.accounts.erase(account, start)).toBe(false);
    await stores.accounts.rehash(account, "y");
    expect((await stores.accounts.find(account.id))?.passwordHash).toBe("another hash");
  });

  it("ends every session when the password changes, except the one it starts", async () => {
    const { account, first } = await opened();
    const second = makeSession(account.id);
    await stores.accounts.signIn(account, second, undefined);
    const fresh = makeSession(account.id);
    await stores.accounts.changePassword(account, "another hash", fresh);
    expect(await stores.sessions.list(account.id)).toEqual([fresh.session]);
    for (const { token } of [first, second]) expect((await show(token)).outcome).toBe("unknown");
    expect((await show(fresh.token)).outcome).toBe("renew");
  });

  it("grants and revokes scopes", async () => {
    const { account } = await opened();
    const given = await stores.accounts.setGrants(account.id, ["staff", "release-manager"]);
    expect(given).toEqual({ ...account, grants: ["staff", "release-manager"] });
    expect((await stores.accounts.setGrants(account.id, []))?.grants).toEqual([]);
    expect(await stores.accounts.setGrants(newId("usr"), ["staff"])).toBeUndefined();
  });

  it("leaves no data of an erased account, and frees its e-mail address", async () => {
    const { account, first } = await opened();
    const address = { name: "A", street: "B", postalCode: "C", city: "D", country: "DE" };
    const add = (userId: string) =>
      stores.addresses.add(userId, () => ({ entry: { id: newId("adr"), ...address }, added: true }));
    await add(account.id);
    expect(await stores.accounts.erase(account, start)).toBe(true);
    expect(await stores.accounts.find(account.id)).toBeUndefined();
    expect(await stores.addresses.list(account.id)).toEqual([]);
    expect(await stores.sessions.list(account.id)).toEqual([]);
    expect((await show(first.token)).outcome).toBe("unknown");
    expect(await add(account.id)).toBeUndefined();
    expect(await stores.accounts.erase(account, start)).toBe(false);
    const next = makeAccount({ email: account.email });
    expect(await stores.accounts.create(next, makeSession(next.id), undefined)).toBeDefined();
  });

  it("exchanges a token, and repeatedly for the same successor while that is unused, however late", async () => {
    const { account, first } = await opened();
    const renewed = { ...first.session, lastUsedAt: later(60), expiresAt: later(30 * 86_400 + 60) };
    const second = await show(first.token, later(60));
    expect(second).toMatchObject({ outcome: "renew", session: renewed });
    expect(await stores.sessions.list(account.id)).toEqual([renewed]);
    for (const seconds of [61, 71, 86_400, 20 * 86_400])
      expect(await show(first.token, later(seconds))).toMatchObject({
        outcome: "renew",
        token: second.token,
      });
    const third = await show(second.token, later(25 * 86_400));
    expect([third.outcome, third.token === second.token]).toEqual(["renew", false]);
    expect((await show(third.token, later(25 * 86_400))).outcome).toBe("renew");
  });

  it.each([1, 2, 5])(
    "ends a session whose token is reused after its %ith successor was used",
    async (many) => {
      const { account, first } = await opened();
      let last = first.token;
      for (let i = 0; i <= many; i += 1) last = (await show(last, later(300 * i))).token;
      expect((await show(first.token, later(3_000))).outcome).toBe("reuse");
      for (const token of [first.token, last]) expect((await show(token)).outcome).toBe("unknown");
      expect(await stores.sessions.list(account.id)).toEqual([]);
    },
  );

  it("ends the least recently used session when an account has too many", async () => {
    const { account, first } = await opened();
    await show(first.token, later(1_000));
    const second = makeSession(account.id);
    await stores.accounts.signIn(account, second, undefined);
    for (let i = 1; i < mostSessions; i += 1) {
      const next = makeSession(account.id);
      const session = { ...next.session, lastUsedAt: later(i) };
      await stores.accounts.signIn(account, { ...next, session }, undefined);
    }
    const left = await stores.sessions.list(account.id);
    expect(left).toHaveLength(mostSessions);
    expect(left.map(({ id }) => id)).toContain(first.session.id);
    expect(left.map(({ id }) => id)).not.toContain(second.session.id);
  });

  it("records the joined guest in a session, and lets a guest join one account only", async () => {
    const { account } = await opened();
    const other = (await opened()).account;
    const guest = makeSession(newId("gst"));
    await stores.sessions.start(guest);
    const guestId = guest.session.subject;
    const signIn = (who: typeof account) =>
      stores.accounts.signIn(who, makeSession(who.id), joinOf(guestId, who, start));
    expect(await signIn(account)).toMatchObject({ formerly: guestId });
    expect((await show(guest.token)).outcome).toBe("unknown");
    // Another tab that still has the guest's token.
    expect(await signIn(account)).toMatchObject({ formerly: guestId });
    expect(await signIn(other)).toMatchObject({ formerly: null });
    expect(await stores.accounts.erase(account, start)).toBe(true);
    expect(await signIn(other)).toMatchObject({ formerly: null });
  });

  it("ends a session by any of its tokens, and no other session", async () => {
    const { account, first } = await opened();
    const second = makeSession(account.id);
    await stores.accounts.signIn(account, second, undefined);
    await show(first.token);
    await stores.sessions.end(readRefreshToken(first.token));
    await stores.sessions.end(newRefreshToken());
    expect(await stores.sessions.list(account.id)).toEqual([second.session]);
  });
});
