import { describe, expect, test } from "vitest";
import {
  crossing,
  erase,
  insert,
  inTransaction,
  join,
  lookUp,
  make,
  ownedBy,
  people,
  somePeople,
  usePeople,
} from "./people.fixture.ts";

usePeople();

describe("an erasure", () => {
  test("ends the making of new things, also by the guest that the account was", async () => {
    const { guest, account } = somePeople();
    await join(guest, account);
    await erase(account);
    for (const subject of [guest, account])
      await expect(make(subject)).rejects.toMatchObject({ kind: "unauthenticated", code: "account-erased" });
    await expect(make(account, somePeople().guest)).rejects.toMatchObject({ code: "account-erased" });
  });

  test("reaches what a guest brings that joins afterwards", async () => {
    const { guest, account } = somePeople();
    await make(guest);
    await erase(account);
    expect(await join(guest, account)).toEqual({ subject: account, erasedAt: expect.any(Date) });
    expect(await ownedBy(account)).toEqual([null]);
  });

  test("reaches the things of guests whose join event never came, and no other account's", async () => {
    const { guest, account } = somePeople();
    const other = somePeople();
    await make(guest);
    await make(other.guest);
    await join(other.guest, other.account);
    await inTransaction((tx) => people.erasePerson(tx, account, new Date(), [guest, other.guest]));
    expect([await ownedBy(account), await ownedBy(other.account)]).toEqual([[null], ["Hafen 1"]]);
    await expect(make(guest)).rejects.toMatchObject({ code: "account-erased" });
  });

  test("reaches what a guest brings when the join is known from a token", async () => {
    const { guest, account } = somePeople();
    await make(guest);
    await erase(account);
    await inTransaction((tx) => people.resolvePeople(tx, [{ subject: account, formerly: guest }]));
    expect(await ownedBy(account)).toEqual([null]);
  });

  test("and a thing made at the same time leave nothing readable, in either order", async () => {
    const one = somePeople();
    await crossing(
      (tx) => insert(tx, one.account),
      (tx) => people.erasePerson(tx, one.account, new Date()),
    );
    expect(await ownedBy(one.account)).toEqual([null]);
    const two = somePeople();
    const outcome = await crossing(
      (tx) => people.erasePerson(tx, two.account, new Date()),
      (tx) => insert(tx, two.account),
    );
    expect([outcome, await ownedBy(two.account)]).toEqual(["account-erased", []]);
  });

  test("and a join at the same time leave nothing readable, in either order", async () => {
    const [one, two] = [somePeople(), somePeople()];
    await make(one.guest);
    await make(two.guest);
    await crossing(
      (tx) => people.joinPerson(tx, one.guest, one.account),
      (tx) => people.erasePerson(tx, one.account, new Date()),
    );
    await crossing(
      (tx) => people.erasePerson(tx, two.account, new Date()),
      (tx) => people.joinPerson(tx, two.guest, two.account),
    );
    expect([await ownedBy(one.account), await ownedBy(two.account)]).toEqual([[null], [null]]);
  });

  test("that is repeated keeps its first time", async () => {
    const { account } = somePeople();
    await erase(account);
    const first = await lookUp(account);
    await erase(account);
    expect(await lookUp(account)).toEqual(first);
  });
});
