import { afterAll, beforeAll, expect, it } from "vitest";
import { fakePasswords } from "../testing/fake-user.ts";
import { makeAccount, makeSession, openTestStores, start } from "../testing/open-test-stores.ts";
import { ensureStaff } from "./ensure-staff.ts";

let test: Awaited<ReturnType<typeof openTestStores>>;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());
const { passwords } = fakePasswords();
const staff = { email: "staff@example.com", password: "staff password" };
const ensure = (account = staff) => ensureStaff(test.database, passwords, account, start);
const grants = ["staff", "release-manager"];

it("the staff account is made once, with every scope", async () => {
  expect([await ensure(), await ensure()]).toEqual(["created", "unchanged"]);
  const account = await test.accounts.findByEmail(staff.email);
  expect(account).toMatchObject({ grants, passwordHash: "hash of staff password" });
});

it("a new password in the secret replaces the old one and signs its holders out", async () => {
  const account = await test.accounts.findByEmail(staff.email);
  if (account === undefined) throw new Error("no account");
  await test.accounts.signIn(account, makeSession(account.id), undefined);
  expect(await ensure()).toBe("unchanged");
  expect(await test.sessions.list(account.id)).toHaveLength(1);
  expect(await ensure({ ...staff, password: "another password" })).toBe("updated");
  expect((await test.accounts.find(account.id))?.passwordHash).toBe("hash of another password");
  expect(await test.sessions.list(account.id)).toEqual([]);
});

it("an account that lost its scopes gets them back and stays signed in", async () => {
  const account = makeAccount({ email: "lost@example.com", passwordHash: "hash of lost" });
  await test.accounts.create(account, makeSession(account.id), undefined);
  expect(await ensure({ email: account.email, password: "lost" })).toBe("updated");
  expect(await test.accounts.find(account.id)).toEqual({ ...account, grants });
  expect(await test.sessions.list(account.id)).toHaveLength(1);
});
