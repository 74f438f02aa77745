import { describe, expect, test } from "vitest";
import {
  crossing,
  erase,
  heldOpen,
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

describe("a person's things", () => {
  test("belong to the account when its guest makes them after joining", async () => {
    const { guest, account } = somePeople();
    await join(guest, account);
    await make(guest);
    expect([await ownedBy(guest), await ownedBy(account)]).toEqual([[], ["Hafen 1"]]);
  });

  test("belong to the account when its token knows of the join before the event has come", async () => {
    const { guest, account } = somePeople();
    await make(guest);
    await make(account, guest);
    expect([await ownedBy(guest), await ownedBy(account)]).toEqual([[], ["Hafen 1", "Hafen 1"]]);
    await join(guest, account);
    expect(await ownedBy(account)).toHaveLength(2);
  });

  test("belong to the account when one is made while the guest joins, whichever comes first", async () => {
    const one = somePeople();
    await crossing(
      (tx) => insert(tx, one.guest),
      (tx) => people.joinPerson(tx, one.guest, one.account),
    );
    expect([await ownedBy(one.guest), await ownedBy(one.account)]).toEqual([[], ["Hafen 1"]]);
    const two = somePeople();
    await crossing(
      (tx) => people.joinPerson(tx, two.guest, two.account),
      (tx) => insert(tx, two.guest),
    );
    expect([await ownedBy(two.guest), await ownedBy(two.account)]).toEqual([[], ["Hafen 1"]]);
  });

  test("stay with the account that the guest joined first", async () => {
    const { guest, account } = somePeople();
    const other = somePeople().account;
    await join(guest, account);
    await make(guest);
    expect(await join(guest, other)).toEqual({ subject: account, erasedAt: null });
    await make(other, guest);
    expect([await ownedBy(account), await ownedBy(other)]).toEqual([["Hafen 1"], ["Hafen 1"]]);
  });
});

describe("many people at once", () => {
  test("are resolved in one go, each by its own state", async () => {
    const [plain, joined, erased] = [somePeople(), somePeople(), somePeople()];
    await join(joined.guest, joined.account);
    await erase(erased.account);
    const owners = await inTransaction((tx) =>
      people.resolvePeople(
        tx,
        [plain.guest, joined.guest, erased.account, plain.guest].map((subject) => ({ subject })),
      ),
    );
    expect(Object.fromEntries(owners)).toEqual({
      [plain.guest]: { subject: plain.guest, erasedAt: null },
      [joined.guest]: { subject: joined.account, erasedAt: null },
      [erased.account]: { subject: erased.account, erasedAt: expect.any(Date) },
    });
  });

  test("may be more than fit into one statement", async () => {
    const guests = Array.from({ length: 250 }, () => ({ subject: somePeople().guest }));
    expect((await inTransaction((tx) => people.resolvePeople(tx, guests))).size).toBe(250);
  });

  test("never deadlock, in whatever order they are given", async () => {
    const all = Array.from({ length: 6 }, somePeople);
    for (const { guest, account } of all.slice(0, 3)) await join(guest, account);
    const subjects = all.flatMap(({ guest, account }) => [{ subject: guest }, { subject: account }]);
    let runs = 0;
    await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        inTransaction(async (tx) => {
          runs += 1;
          await people.resolvePeople(tx, i % 2 === 0 ? subjects : subjects.toReversed());
        }),
      ),
    );
    expect(runs).toBe(24);
  });

  test("are looked up without a lock", async () => {
    const { guest, account } = somePeople();
    await join(guest, account);
    const held = await heldOpen((tx) => people.resolvePerson(tx, account));
    expect(await lookUp(guest)).toEqual({ subject: account, erasedAt: null });
    await held.commit();
  });
});
