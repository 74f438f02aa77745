import { newId } from "@caravan/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { refresh } from "../domain/session.ts";
import { fakeStores } from "../testing/fake-stores.ts";
import { makeAccount, makeHash, makeSession, openTestStores, start } from "../testing/open-test-stores.ts";
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
    expect(await stores.accounts.create(account, first, undefined)).toBe(true);
    return { account, first };
  };
  const show = (tokenHash: string, nextHash = makeHash(), now = start) =>
    stores.sessions.refresh(tokenHash, nextHash, now, (held) => refresh(held, now, 30));
  const later = (seconds: number) => new Date(start.getTime() + seconds * 1000);

  it("keeps an account as it was opened, under its id and its e-mail address", async () => {
    const { account, first } = await opened();
    expect(await stores.accounts.find(account.id)).toEqual(account);
    expect(await stores.accounts.findByEmail(account.email)).toEqual(account);
    expect(await stores.accounts.find(newId("usr"))).toBeUndefined();
    expect(await stores.sessions.list(account.id)).toEqual([first.session]);
  });

  it("gives an e-mail address to one account only, and starts no session for the other", async () => {
    const { account } = await opened();
    const other = makeAccount({ email: account.email });
    expect(await stores.accounts.create(other, makeSession(other.id), undefined)).toBe(false);
    expect(await stores.sessions.list(other.id)).toEqual([]);
  });

  it("signs in with the password that was checked, not with one that was changed meanwhile", async () => {
    const { account } = await opened();
    const fresh = makeSession(account.id);
    expect(await stores.accounts.changePassword(account, "another hash", fresh)).toBe(true);
    expect(await stores.accounts.signIn(account, makeSession(account.id), undefined)).toBe(false);
    expect(await stores.accounts.changePassword(account, "x", makeSession(account.id))).toBe(false);
    expect(await stores.accounts.erase(account, start)).toBe(false);
    await stores.accounts.rehash(account, "y");
    expect((await stores.accounts.find(account.id))?.passwordHash).toBe("another hash");
  });

  it("ends every session when the password changes, but the one it starts", async () => {
    const { account, first } = await opened();
    const second = makeSession(account.id);
    await stores.accounts.signIn(account, second, undefined);
    const fresh = makeSession(account.id);
    await stores.accounts.changePassword(account, "another hash", fresh);
    expect(await stores.sessions.list(account.id)).toEqual([fresh.session]);
    expect(await show(first.tokenHash)).toBeUndefined();
    expect(await show(second.tokenHash)).toBeUndefined();
    expect(await show(fresh.tokenHash)).toMatchObject({ kind: "renew" });
  });

  it("gives and takes scopes", async () => {
    const { account } = await opened();
    const given = await stores.accounts.setGrants(account.id, ["staff", "release-manager"]);
    expect(given).toEqual({ ...account, grants: ["staff", "release-manager"] });
    expect((await stores.accounts.setGrants(account.id, []))?.grants).toEqual([]);
    expect(await stores.accounts.setGrants(newId("usr"), ["staff"])).toBeUndefined();
  });

  it("leaves nothing of an erased account, and its e-mail address to whoever wants it", async () => {
    const { account, first } = await opened();
    const address = { name: "A", street: "B", postalCode: "C", city: "D", country: "DE" };
    const add = (userId: string) =>
      stores.addresses.add(userId, () => ({ entry: { id: newId("adr"), ...address }, added: true }));
    await add(account.id);
    expect(await stores.accounts.erase(account, start)).toBe(true);
    expect(await stores.accounts.find(account.id)).toBeUndefined();
    expect(await stores.addresses.list(account.id)).toEqual([]);
    expect(await stores.sessions.list(account.id)).toEqual([]);
    expect(await show(first.tokenHash)).toBeUndefined();
    expect(await add(account.id)).toBeUndefined();
    expect(await stores.accounts.erase(account, start)).toBe(false);
    const next = makeAccount({ email: account.email });
    expect(await stores.accounts.create(next, makeSession(next.id), undefined)).toBe(true);
  });

  it("exchanges a token, and knows it again when it is shown a second time", async () => {
    const { account, first } = await opened();
    const next = makeHash();
    const renewed = { ...first.session, lastUsedAt: later(60), expiresAt: later(30 * 86_400 + 60) };
    expect(await show(first.tokenHash, next, later(60))).toEqual({ kind: "renew", session: renewed });
    expect(await stores.sessions.list(account.id)).toEqual([renewed]);
    // A second tab: its grace counts from the first use, however often the token is shown.
    const forked = makeHash();
    expect(await show(first.tokenHash, forked, later(69))).toMatchObject({ kind: "renew" });
    expect(await show(first.tokenHash, makeHash(), later(75))).toEqual({ kind: "end", reason: "reuse" });
    for (const hash of [first.tokenHash, next, forked]) expect(await show(hash)).toBeUndefined();
    expect(await stores.sessions.list(account.id)).toEqual([]);
  });

  it("ends a session by any of its tokens, and no other session", async () => {
    const { account, first } = await opened();
    const second = makeSession(account.id);
    await stores.accounts.signIn(account, second, undefined);
    await show(first.tokenHash);
    await stores.sessions.end(first.tokenHash);
    await stores.sessions.end(makeHash());
    expect(await stores.sessions.list(account.id)).toEqual([second.session]);
  });
});
