import { newId } from "@caravan/contracts";
import { sql } from "drizzle-orm";
import * as v from "valibot";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openRealShop, type RealShop } from "./testing/real-shop.ts";

let shop: RealShop;
beforeAll(async () => {
  shop = await openRealShop();
});
afterAll(() => shop.close());

const confirmed = (shopperId: string, seconds = 0, id?: string) =>
  shop.tell(
    "order.confirmed.v1",
    {
      ...{ orderId: newId("ord"), shopperId, lines: [] },
      ...{ total: { amountCents: 9_000, currency: "EUR" }, at: shop.after(seconds).toISOString() },
    },
    id,
  );
const erased = (userId: string) =>
  shop.tell("user.erased.v1", { userId, at: shop.after(0).toISOString(), guests: [] });
const joined = (guestId: string, userId: string) =>
  shop.tell("guest.joined.v1", { guestId, userId, at: shop.after(0).toISOString() });

const rows = async <T extends v.GenericSchema>(row: T, query: ReturnType<typeof sql>) =>
  v.parse(v.tuple([v.array(row), v.unknown()]), await shop.test.database.drizzle.execute(query))[0];
const notesOf = async (personId: string) =>
  (await rows(v.object({ since: v.unknown() }), sql`select since from buyers where person_id = ${personId}`))
    .length;
const counted = async (name: string): Promise<number> => {
  const Status = v.object({ Value: v.pipe(v.string(), v.transform(Number)) });
  return (await rows(Status, sql`show global status like ${name}`))[0]?.Value ?? Number.NaN;
};
const success = { status: "SUCCESS" };

it("forty confirmed orders at once are noted in a few transactions", async () => {
  const people = Array.from({ length: 40 }, () => newId("gst"));
  const before = [await counted("Com_commit"), await counted("Queries")] as const;
  const replies = await Promise.all(people.map((who) => confirmed(who)));
  const commits = (await counted("Com_commit")) - before[0];
  const statements = (await counted("Queries")) - before[1];
  expect(replies).toEqual(people.map(() => success));
  expect(await Promise.all(people.map(notesOf))).toEqual(people.map(() => 1));
  expect(commits).toBeLessThanOrEqual(5);
  expect(statements).toBeLessThanOrEqual(40);
});

it("two orders of one shopper and an event that comes twice leave one note, also in one round", async () => {
  const ann = newId("usr");
  const told = [confirmed(ann, 9, "twice"), confirmed(ann, 9, "twice"), confirmed(ann, 5), confirmed(ann, 7)];
  expect(await Promise.all(told)).toEqual(told.map(() => success));
  expect(await confirmed(ann, 9, "twice")).toEqual(success);
  expect(await notesOf(ann)).toBe(1);
});

it("an event after an erasure notes nothing, and one beside it in the round is noted", async () => {
  const [ann, bob] = [newId("usr"), newId("usr")];
  await confirmed(ann, 0, "of-ann");
  expect(await notesOf(ann)).toBe(1);
  expect(await erased(ann)).toEqual(success);
  const told = [confirmed(bob), confirmed(ann, 0, "of-ann"), confirmed(ann), confirmed(bob)];
  expect(await Promise.all(told)).toEqual(told.map(() => success));
  expect([await notesOf(ann), await notesOf(bob)]).toEqual([0, 1]);
});

it("a guest's order that is confirmed after the guest joined is the account's", async () => {
  const [guest, ann] = [newId("gst"), newId("usr")];
  expect(await joined(guest, ann)).toEqual(success);
  const told = [confirmed(guest), confirmed(ann)];
  expect(await Promise.all(told)).toEqual(told.map(() => success));
  expect([await notesOf(guest), await notesOf(ann)]).toEqual([0, 1]);
});
