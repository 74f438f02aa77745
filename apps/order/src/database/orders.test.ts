import { newId } from "@caravan/contracts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { advance } from "../domain/machine.ts";
import type { Order } from "../domain/order.ts";
import type { OrderStore } from "../order-store.ts";
import { fakeOrderStore } from "../testing/fake-order-store.ts";
import { at } from "../testing/make-order.ts";
import { closeStores, idForm, keyedBy, openStore, placeOnce, placeOne } from "../testing/order-stores.ts";

afterAll(closeStores);

describe.each([
  { name: "in MariaDB", open: async () => (await openStore()).orders },
  { name: "fake", open: async () => fakeOrderStore() },
])("an order store ($name)", ({ open }) => {
  let orders: OrderStore;
  beforeAll(async () => {
    orders = await open();
  });
  const shopperId = newId("gst");
  const other = newId("gst");
  const found = async (id: string): Promise<Order | undefined> => (await orders.find(id))?.order;

  it("keeps an order and its timeline as they were placed", async () => {
    const { reply, made } = await placeOne(orders, shopperId);
    expect(await orders.find(reply.body)).toEqual({ order: made?.order, timeline: made?.entries });
    expect(await orders.find(newId("ord"))).toBeUndefined();
    expect(await orders.list([other], { before: undefined, limit: 10 })).toEqual([]);
  });

  it("keeps the sums of refunds and of failed refunds", async () => {
    const { reply } = await placeOne(orders, shopperId);
    const refunds = { refundedCents: 300, failedCents: 200, lostCents: 200 };
    const fact = {
      kind: "payment-refund-failed",
      paymentId: newId("pay"),
      amountCents: 200,
      refunds,
    } as const;
    await orders.change({ orderId: reply.body, decide: (order) => advance(order, fact, at()) });
    expect(await found(reply.body)).toMatchObject({
      ...{ refundedCents: 300, refundFailedCents: 200, saga: { attention: "refund-failed" } },
    });
  });

  it("does the work once per shopper and key, and replays the reply", async () => {
    const key = newId("key");
    const { reply } = await placeOne(orders, shopperId, key);
    const again = await placeOne(orders, shopperId, key);
    expect(again).toEqual({ reply: { ...reply, replayed: true }, made: undefined });
    expect((await placeOne(orders, other, key)).reply.replayed).toBe(false);
    const different = { ...keyedBy(shopperId, key), content: { other: true } };
    await expect(
      placeOnce(orders, different, idForm, () => Promise.reject(new Error("worked"))),
    ).rejects.toMatchObject({ code: "idempotency-key-reused" });
  });

  it("lets one of two attempts proceed, and gives the next one the same id after a failure", async () => {
    const key = newId("key");
    const ids: string[] = [];
    const failing = placeOnce(orders, keyedBy(shopperId, key), idForm, async (id) => {
      ids.push(id);
      await expect(placeOne(orders, shopperId, key)).rejects.toMatchObject({
        code: "idempotency-key-in-progress",
      });
      throw new Error("no stock");
    });
    await expect(failing).rejects.toThrow("no stock");
    expect((await placeOne(orders, shopperId, key)).reply.body).toBe(ids[0]);
  });

  it("lists the newest first, page by page", async () => {
    const shopper = newId("gst");
    const placed: string[] = [];
    for (let i = 0; i < 5; i += 1) placed.unshift((await placeOne(orders, shopper)).reply.body);
    placed.sort().reverse();
    const first = await orders.list([shopper], { before: undefined, limit: 3 });
    const rest = await orders.list([shopper], { before: first.at(-1)?.id, limit: 3 });
    expect([...first, ...rest].map(({ id }) => id)).toEqual(placed);
    expect(first.every((order) => order.lines.length === 2)).toBe(true);
  });

  it("changes an order once per event, and returns the lease of the next step", async () => {
    const id = (await placeOne(orders, shopperId)).reply.body;
    const lease = { now: at(0).now, until: at(30).now };
    const change = {
      orderId: id,
      event: { consumer: "test", id: newId("evt") },
      lease,
      decide: (order: Order) =>
        advance(
          order,
          { kind: "payment-authorised", paymentId: newId("pay"), amountCents: order.totalCents },
          at(0),
        ),
    };
    const changed = await orders.change(change);
    expect(changed).toMatchObject({ leased: true, before: { status: "stock-reserved" } });
    expect(await orders.change(change)).toBeUndefined();
    expect(await found(id)).toEqual(changed?.order);
    expect(changed?.order.saga).toMatchObject({ steps: ["commit-stock", "capture-payment"] });
    expect((await orders.find(id))?.timeline.map(({ number }) => number)).toEqual([0, 1, 2]);
    expect(await orders.change({ orderId: newId("ord"), decide: change.decide })).toBeUndefined();
  });

  it("gives a due step to one caller, and to the next after the lease", async () => {
    const id = (await placeOne(orders, shopperId, newId("key"), null)).reply.body;
    const claim = async (seconds: number) =>
      (await orders.claimDue({ now: at(seconds).now, until: at(seconds + 30).now, limit: 100 })).filter(
        (order) => order.id === id,
      );
    expect(await claim(0)).toEqual([]);
    const [claimed] = await claim(2);
    expect(claimed?.saga.nextAttemptAt).toEqual(at(32).now);
    expect(await claim(31)).toEqual([]);
    expect((await orders.lag(at(33).now)).dueOrders).toBeGreaterThanOrEqual(1);
    expect(await claim(32)).toHaveLength(1);
  });

  it("finds orders that wait too long and have no step", async () => {
    const id = (await placeOne(orders, shopperId)).reply.body;
    const overdue = (seconds: number) => orders.overdue({ now: at(seconds).now, limit: 1_000, except: [] });
    expect(await overdue(899)).not.toContain(id);
    expect(await overdue(900)).toContain(id);
    const search = { status: undefined, before: undefined, limit: 100 };
    const ids = async (stuck: boolean) =>
      (await orders.search({ ...search, stuck }, at(901).now)).map((order) => order.id);
    expect([(await ids(true)).includes(id), (await ids(false)).includes(id)]).toEqual([true, false]);
  });

  it("transfers a guest's orders to the account, once", async () => {
    const [guest, user, event] = [newId("gst"), newId("usr"), newId("evt")];
    const id = (await placeOne(orders, guest)).reply.body;
    await orders.joinGuest(event, guest, user);
    await orders.joinGuest(event, guest, newId("usr"));
    expect((await found(id))?.shopperId).toBe(user);
  });

  it("erases an address as soon as no parcel needs it", async () => {
    const user = newId("usr");
    const kept = (await placeOne(orders, user)).reply.body;
    const ended = (await placeOne(orders, user)).reply.body;
    const cancel = (orderId: string) =>
      orders.change({
        orderId,
        decide: (order) => advance(order, { kind: "cancel", who: "shopper:1", why: null }, at(1)),
      });
    await cancel(ended);
    await orders.forget(newId("evt"), user, at(1).now);
    expect((await found(ended))?.deliverTo).toBeNull();
    expect((await found(kept))?.deliverTo).not.toBeNull();
    await cancel(kept);
    expect((await found(kept))?.deliverTo).toBeNull();
  });

  it("writes a change and its reply together, and leaves the key free for a change without a reply", async () => {
    const id = (await placeOne(orders, shopperId)).reply.body;
    const request = { ...keyedBy(shopperId, newId("key")), status: 202 };
    const attempt = (paymentId: string, reply: string | undefined) =>
      orders.changeOnce<string>(request, async (_, save) => {
        const decide = (order: Order) => advance(order, { kind: "payment-started", paymentId }, at(1));
        const { body } = await save({ orderId: id, decide }, () => reply);
        if (body === undefined) throw new Error("not payable");
        return body;
      });
    const paymentId = newId("pay");
    await expect(attempt(paymentId, undefined)).rejects.toThrow("not payable");
    expect((await found(id))?.paymentId).toBe(paymentId);
    const next = newId("pay");
    expect(await attempt(next, "done")).toEqual({ status: 202, body: "done", replayed: false });
    expect(await attempt(newId("pay"), "other")).toEqual({ status: 202, body: "done", replayed: true });
    expect((await found(id))?.paymentId).toBe([paymentId, next].sort()[1]);
  });
});
