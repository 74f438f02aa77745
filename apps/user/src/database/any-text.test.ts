import { newId, PostalAddress, userRoutes } from "@caravan/contracts";
import { anyText, damagedBy } from "@caravan/database/testing";
import fc from "fast-check";
import * as v from "valibot";
import { afterAll, beforeAll, expect, it } from "vitest";
import { makeAccount, makeSession, openTestStores } from "../testing/open-test-stores.ts";

let stores: Awaited<ReturnType<typeof openTestStores>>;
beforeAll(async () => {
  stores = await openTestStores();
});
afterAll(() => stores.close());

const runs = { numRuns: 60 };

it("a name that sign-up accepts is read back unchanged", async () => {
  const Name = userRoutes.signUp.body.entries.name;
  await fc.assert(
    fc.asyncProperty(anyText(100), async (typed) => {
      const name = v.safeParse(Name, typed);
      if (!name.success) return;
      expect(damagedBy(name.output, 100)).toBeUndefined();
      const account = makeAccount({ name: name.output });
      await stores.accounts.create(account, makeSession(account.id), undefined);
      expect((await stores.accounts.find(account.id))?.name).toBe(name.output);
    }),
    runs,
  );
});

it("an address that the address book accepts is read back unchanged, and equals itself", async () => {
  await fc.assert(
    fc.asyncProperty(anyText(100), anyText(150), anyText(100), async (name, street, city) => {
      const address = v.safeParse(PostalAddress, { name, street, city, postalCode: "10115", country: "DE" });
      if (!address.success) return;
      const { output } = address;
      const columns = [
        [output.name, 100],
        [output.street, 150],
        [output.city, 100],
      ] as const;
      for (const [text, length] of columns) expect(damagedBy(text, length)).toBeUndefined();
      const account = makeAccount();
      await stores.accounts.create(account, makeSession(account.id), undefined);
      const entry = { id: newId("adr"), ...output };
      await stores.addresses.add(account.id, () => ({ entry, added: true }));
      expect(await stores.addresses.list(account.id)).toEqual([entry]);
    }),
    runs,
  );
});
