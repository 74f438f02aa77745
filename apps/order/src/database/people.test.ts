import { newId } from "@caravan/contracts";
import { openDatabase } from "@caravan/database";
import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { advance } from "../domain/machine.ts";
import { at } from "../testing/make-order.ts";
import {
  closeStores,
  idForm,
  keyedBy,
  openStore,
  placedBy,
  placeOnce,
  placeOne,
} from "../testing/order-stores.ts";
import { openOrders } from "./orders.ts";
import * as schema from "./schema.ts";

afterAll(closeStores);

let test: Awaited<ReturnType<typeof openStore>>;
beforeAll(async () => {
  test = await openStore();
});
const ownersOf = async (...shopperIds: string[]) =>
  Promise.all(
    shopperIds.map(async (id) => (await test.orders.list([id], { before: undefined, limit: 50 })).length),
  );
const join = (guest: string, user: string) => test.orders.joinGuest(newId("evt"), guest, user);

describe("the orders of a guest who joins, in MariaDB", () => {
  it("belong to the account, placed before, during or after the join", async () => {
    const [guest, user] = [newId("gst"), newId("usr")];
    const second = await openDatabase(test.settings);
    const replica = openOrders({ database: second, traceparent: () => undefined });
    await placeOne(test.orders, guest);
    await Promise.all([
      ...Array.from({ length: 10 }, (_, i) => placeOne(i % 2 === 0 ? test.orders : replica, guest)),
      join(guest, user),
    ]);
    await placeOne(replica, guest);
    expect(await ownersOf(guest, user)).toEqual([0, 12]);
    await second.close();
  });

  it("are one per key, even when the stored reply is long purged", async () => {
    const [guest, user, key] = [newId("gst"), newId("usr"), newId("key")];
    const first = (await placeOne(test.orders, guest, key)).reply.body;
    await join(guest, user);
    await test.database.drizzle.delete(schema.idempotency);
    for (const again of [await placeOne(test.orders, user, key), await placeOne(test.orders, guest, key)])
      expect(again.reply).toMatchObject({ body: first, replayed: true });
    expect(await ownersOf(user)).toEqual([1]);
    const other = { ...keyedBy(user, key), content: { lines: 3 } };
    await expect(
      placeOnce(test.orders, other, idForm, () => Promise.reject(new Error("worked"))),
    ).rejects.toMatchObject({ code: "idempotency-key-reused" });
  });

  it("are one per key, even when both identities send it at once", async () => {
    const [guest, user, key] = [newId("gst"), newId("usr"), newId("key")];
    const placed = await Promise.all([
      placeOne(test.orders, guest, key),
      join(guest, user).then(() => placeOne(test.orders, user, key)),
      placeOne(test.orders, user, newId("key"), undefined, guest),
    ]);
    const ids = [placed[0], placed[1]].map(({ reply }) => reply.body);
    expect(new Set(ids).size).toBe(1);
    expect(await ownersOf(user)).toEqual([2]);
  });

  it("are both kept when each identity had used the same key before the join was known", async () => {
    const [guest, user, key] = [newId("gst"), newId("usr"), newId("key")];
    await placeOne(test.orders, guest, key);
    const kept = (await placeOne(test.orders, user, key)).reply.body;
    await join(guest, user);
    expect(await ownersOf(guest, user)).toEqual([0, 2]);
    await test.database.drizzle.delete(schema.idempotency);
    expect((await placeOne(test.orders, user, key)).reply.body).toBe(kept);
  });
});

describe("an erasure, in MariaDB", () => {
  const erase = (user: string) => test.orders.forget(newId("evt"), user, at(1).now);

  it("leaves no address, key or text of the shopper, also in orders that are joined or end later", async () => {
    const [guest, user] = [newId("gst"), newId("usr")];
    const ofGuest = (await placeOne(test.orders, guest)).reply.body;
    const own = (await placeOne(test.orders, user)).reply.body;
    const cancel = (orderId: string) =>
      test.orders.change({
        orderId,
        decide: (order) => advance(order, { kind: "cancel", who: `shopper:${user}`, why: "I move" }, at(2)),
      });
    await cancel(own);
    await erase(user);
    await join(guest, user);
    await cancel(ofGuest);
    await erase(user);
    const rows = await test.database.drizzle
      .select()
      .from(schema.orders)
      .where(eq(schema.orders.shopperId, user));
    expect(rows.map(({ deliverTo, placementKey }) => ({ deliverTo, placementKey }))).toEqual([
      ...Array(2).fill({ deliverTo: null, placementKey: null }),
    ]);
    const words = await test.database.drizzle
      .select()
      .from(schema.orderTimeline)
      .where(and(eq(schema.orderTimeline.who, `shopper:${user}`), sql`why is not null`));
    expect(words).toEqual([]);
  });

  it("reaches the orders of a guest whose join event never comes", async () => {
    const [guest, user] = [newId("gst"), newId("usr")];
    const orderId = (await placeOne(test.orders, guest)).reply.body;
    await test.orders.change({
      orderId,
      decide: (order) => advance(order, { kind: "cancel", who: `shopper:${guest}`, why: null }, at(2)),
    });
    await test.orders.forget(newId("evt"), user, at(1).now, [guest]);
    const [row] = await test.database.drizzle
      .select()
      .from(schema.orders)
      .where(eq(schema.orders.id, orderId));
    expect(row).toMatchObject({ shopperId: user, deliverTo: null });
  });

  it("refuses an order placed meanwhile or later, and keeps nothing of it", async () => {
    const user = newId("usr");
    const attempts = await Promise.allSettled([
      ...Array.from({ length: 8 }, () => placeOne(test.orders, user)),
      erase(user),
      ...Array.from({ length: 8 }, () => placeOne(test.orders, user)),
    ]);
    for (const attempt of attempts)
      if (attempt.status === "rejected") expect(attempt.reason).toMatchObject({ code: "account-erased" });
    await expect(placeOne(test.orders, user)).rejects.toMatchObject({ code: "account-erased" });
    const rows = await test.database.drizzle
      .select({ forgottenAt: schema.orders.forgottenAt })
      .from(schema.orders)
      .where(eq(schema.orders.shopperId, user));
    expect(rows.filter(({ forgottenAt }) => forgottenAt === null)).toEqual([]);
    const [person] = await test.database.drizzle
      .select()
      .from(schema.people)
      .where(eq(schema.people.subject, user));
    expect(person?.erasedAt).toEqual(at(1).now);
  });

  it("leaves no address in stored replies", async () => {
    const request = { ...keyedBy(newId("usr"), newId("key")) };
    const form = {
      make: (order: { id: string; deliverTo: unknown }) => ({ id: order.id, deliverTo: order.deliverTo }),
      withoutPersonal: (reply: { id: string; deliverTo: unknown }) => ({ ...reply, deliverTo: null }),
      withPersonal: (reply: { id: string }, order: { deliverTo: unknown }) => ({
        ...reply,
        deliverTo: order.deliverTo,
      }),
      orderIdOf: ({ id }: { id: string }) => id,
    };
    const place = () =>
      placeOnce(test.orders, request, form, (id, _, save) => save((owner) => placedBy(id, owner)));
    const first = await place();
    expect(JSON.stringify(await test.database.drizzle.select().from(schema.idempotency))).not.toContain(
      "Lovelace",
    );
    expect(await place()).toEqual({ ...first, replayed: true });
  });
});
