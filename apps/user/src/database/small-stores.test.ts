import { newId } from "@caravan/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type AttemptKey,
  type Attempts,
  attempt,
  placePolicy,
  type ThrottlePolicy,
} from "../domain/throttle.ts";
import { fakeStores } from "../testing/fake-stores.ts";
import { makeAccount, makeSession, openTestStores, start } from "../testing/open-test-stores.ts";
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
const address = { name: "Ada", street: "Zoë’s Street 1", postalCode: "10115", city: "Berlin", country: "DE" };

describe.each([
  { name: "in MariaDB", open: openReal },
  { name: "fake", open: async (): Promise<Stores> => fakeStores() },
])("address books and attempts ($name)", ({ open }) => {
  let stores: Stores;
  beforeAll(async () => {
    stores = await open();
  });
  const owner = async (): Promise<string> => {
    const account = makeAccount();
    await stores.accounts.create(account, makeSession(account.id), undefined);
    return account.id;
  };
  const add = (userId: string, street = address.street) =>
    stores.addresses.add(userId, () => ({ entry: { id: newId("adr"), ...address, street }, added: true }));

  it("stores addresses in the order of adding, for their owner only", async () => {
    const [ada, bob] = [await owner(), await owner()];
    const entries = [await add(ada, "1"), await add(ada, "2"), await add(ada, "3")];
    expect(await stores.addresses.list(ada)).toEqual(entries);
    expect(await stores.addresses.list(bob)).toEqual([]);
  });

  it("adds nothing when the entry exists already", async () => {
    const ada = await owner();
    const first = await add(ada);
    if (first === undefined) throw new Error("not added");
    const again = await stores.addresses.add(ada, (book) => {
      expect(book).toEqual([first]);
      return { entry: first, added: false };
    });
    expect([again, await stores.addresses.list(ada)]).toEqual([first, [first]]);
  });

  it("changes and removes only the owner's entries", async () => {
    const [ada, bob] = [await owner(), await owner()];
    const id = (await add(ada))?.id ?? "";
    const moved = { ...address, city: "Potsdam" };
    expect(await stores.addresses.replace(bob, id, moved)).toBe(false);
    expect(await stores.addresses.remove(bob, id)).toBe(false);
    expect(await stores.addresses.list(ada)).toEqual([{ id, ...address }]);
    expect(await stores.addresses.replace(ada, id, moved)).toBe(true);
    expect(await stores.addresses.replace(ada, id, moved)).toBe(true);
    expect(await stores.addresses.list(ada)).toEqual([{ id, ...moved }]);
    expect(await stores.addresses.remove(ada, id)).toBe(true);
    expect(await stores.addresses.remove(ada, id)).toBe(false);
    expect(await stores.addresses.list(ada)).toEqual([]);
  });

  it("counts attempts per key and place, also concurrent ones, and resets them", async () => {
    const on = newId("key");
    const take = (key: AttemptKey) =>
      stores.attempts.take([{ key, decide: (before) => attempt(placePolicy, before, start) }]);
    const here = { on, from: "203.0.113.7" };
    const decisions = await Promise.all(Array.from({ length: 14 }, () => take(here)));
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(10);
    for (const other of [{ on }, { on, from: "203.0.113.8" }, { on: newId("key"), from: here.from }])
      expect(await take(other)).toMatchObject({ allowed: true, after: { count: 1 } });
    expect(await take(here)).toEqual({ allowed: false, retryAfterSeconds: 1 });
    await stores.attempts.clear(here);
    expect(await take(here)).toMatchObject({ allowed: true, after: { count: 1 } });
  });

  it("counts an attempt under all keys or under none, and takes one back", async () => {
    const [wide, narrow] = [{ on: newId("key") }, { on: newId("key"), from: "203.0.113.7" }];
    const policy = { freeAttempts: 1, windowSeconds: 900, longestLockSeconds: 60 };
    const limit = (key: AttemptKey, by: ThrottlePolicy) => ({
      key,
      decide: (before: Attempts | undefined) => attempt(by, before, start),
    });
    const take = (by: ThrottlePolicy) => stores.attempts.take([limit(wide, placePolicy), limit(narrow, by)]);
    expect(await take(policy)).toMatchObject({ allowed: true, after: { count: 1 } });
    for (let i = 0; i < 20; i += 1) expect((await take(policy)).allowed).toBe(false);
    await stores.attempts.giveBack(narrow);
    await stores.attempts.giveBack({ on: "nothing" });
    expect(await take(policy)).toMatchObject({ allowed: true, after: { count: 1 } });
    expect(await stores.attempts.take([limit(wide, placePolicy)])).toMatchObject({ after: { count: 3 } });
  });
});
