import { newId } from "@caravan/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attempt, passwordPolicy } from "../domain/throttle.ts";
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

  it("keeps addresses in the order they came, for their owner only", async () => {
    const [ada, bob] = [await owner(), await owner()];
    const entries = [await add(ada, "1"), await add(ada, "2"), await add(ada, "3")];
    expect(await stores.addresses.list(ada)).toEqual(entries);
    expect(await stores.addresses.list(bob)).toEqual([]);
  });

  it("adds nothing when the entry is there already", async () => {
    const ada = await owner();
    const first = await add(ada);
    if (first === undefined) throw new Error("not added");
    const again = await stores.addresses.add(ada, (book) => {
      expect(book).toEqual([first]);
      return { entry: first, added: false };
    });
    expect([again, await stores.addresses.list(ada)]).toEqual([first, [first]]);
  });

  it("changes and removes one's own, and of others nothing", async () => {
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

  it("counts attempts per key, also those sent all at once, and forgets them when told", async () => {
    const [key, other] = [newId("key"), newId("key")];
    const take = (on: string) => stores.attempts.take(on, (before) => attempt(passwordPolicy, before, start));
    const decisions = await Promise.all(Array.from({ length: 14 }, () => take(key)));
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(10);
    expect(await take(other)).toMatchObject({ allowed: true, after: { count: 1 } });
    expect(await take(key)).toEqual({ allowed: false, retryAfterSeconds: 1 });
    await stores.attempts.clear(key);
    expect(await take(key)).toMatchObject({ allowed: true, after: { count: 1 } });
  });
});
