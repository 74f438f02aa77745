import {
  euros,
  guestJoined,
  newId,
  type OrderStatus,
  orderConfirmed,
  orderEnded,
  orderStockBack,
  Problem,
  paymentAuthorised,
  Refusal,
} from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { refused, unclear } from "./testing/fake-callees.ts";
import { type Identity, openFakeShop, signedIn } from "./testing/fake-shop.ts";
import { address, limits, now } from "./testing/make-order.ts";
import { driveOverdue } from "./use-cases/drive-overdue.ts";

const flash: Identity = signedIn();
const codeOf = async (reply: Response) => [reply.status, v.parse(Problem, await reply.json()).code];
const held = (seconds: number) => ({
  ...{ kind: "done" as const },
  learned: { reservationId: newId("rsv"), heldUntil: new Date(now.getTime() + seconds * 1000) },
});

/** A shop with a flash sale: one piece of CAR-0001 at 99 euros. */
const openSale = (parts: Parameters<typeof openFakeShop>[0] = {}) => {
  const shop = openFakeShop(parts);
  const ticketId = newId("tkt");
  const ticket = {
    ...{ ticketId, saleId: newId("sal"), allotmentId: newId("alm"), shopperId: newId("gst") },
    ...{ sku: "CAR-0001", quantity: 1, price: euros(9_900), deliverTo: address },
  };
  const buy = (other: object = {}, key: string = ticketId) =>
    shop.post("/v1/sale-orders", flash, { ...ticket, ...other }, key);
  const find = async (id: string = ticketId) => shop.app.request(`/v1/sale-orders/${id}`, { headers: flash });
  const later = async (seconds: number) => {
    shop.clock.now = new Date(shop.clock.now.getTime() + seconds * 1000);
    await driveOverdue(shop.dependencies);
    await shop.runner.poll();
    await shop.runner.idle();
  };
  const told = () => shop.orders.events.map(({ topic, data }) => ({ topic, ...data }));
  return { ...shop, ticket, buy, find, later, told };
};

describe("POST /v1/sale-orders", () => {
  it("places the ticket's order at the sale's price, from its allotment, and once", async () => {
    const { buy, callees, orders, show, ticket } = openSale();
    const reply = await buy();
    const order = await reply.json();
    expect([reply.status, order]).toMatchObject([
      201,
      { status: "stock-reserved", lines: [{ sku: "CAR-0001", name: "Dune tent", price: euros(9_900) }] },
    ]);
    expect(order.total).toEqual(euros(9_900));
    expect(callees.fromAllotments).toEqual(new Map([[order.id, ticket.allotmentId]]));
    const again = await buy();
    expect([again.status, await again.json()]).toEqual([201, order]);
    expect([orders.orders.size, callees.asked]).toEqual([1, ["reserve"]]);
    expect(await show(signedIn(ticket.shopperId), order.id), "its shopper sees it").toEqual(order);
  });

  it("accepts only the ticket's id as key, and refuses another request under it", async () => {
    const { buy, ticket } = openSale();
    expect(await codeOf(await buy({}, "other"))).toEqual([422, "idempotency-key-mismatch"]);
    expect((await buy()).status).toBe(201);
    expect(await codeOf(await buy({ price: euros(1) }))).toEqual([422, "idempotency-key-reused"]);
    const other = { ...ticket, shopperId: newId("gst") };
    expect(await codeOf(await buy(other)), "one ticket, one order").toEqual([422, "idempotency-key-reused"]);
  });

  it("is the same order when the shopper has changed the address since: no piece is taken back for that", async () => {
    const { buy, orders } = openSale();
    const { id } = await (await buy()).json();
    const again = await buy({ deliverTo: { ...address, street: "Elsewhere 2" } });
    expect([again.status, (await again.json()).id, orders.orders.size]).toEqual([201, id, 1]);
  });

  it("is not taken for an order that the shopper placed under the ticket's id as key", async () => {
    const { buy, orders, place, ticket } = openSale();
    await place(signedIn(ticket.shopperId), [{ sku: "CAR-0001", quantity: 1 }], ticket.ticketId);
    expect((await buy()).status).toBe(201);
    expect(orders.orders.size).toBe(2);
  });

  it("is not bound by the limits of unpaid orders", async () => {
    const { buy } = openSale({ limits: { ...limits, mostUnpaidOrders: 0, mostUnpaidPieces: 0 } });
    expect((await buy()).status).toBe(201);
  });

  it("belongs to the account when the guest has joined one", async () => {
    const { buy, orders, tell, ticket } = openSale();
    const userId = newId("usr");
    await tell(guestJoined, { guestId: ticket.shopperId, userId, at: now.toISOString() });
    const { id } = await (await buy()).json();
    expect(orders.orders.get(id)?.shopperId).toBe(userId);
    expect((await buy()).status).toBe(201);
  });

  it("passes on why there is no order, and tries again under the same key", async () => {
    const { buy, callees, orders } = openSale();
    for (const code of ["out-of-stock", "allotment-unknown", "allotment-differs"]) {
      const cause = new Refusal({ kind: "conflict", code, detail: code });
      callees.answers.reserve = [{ kind: "refused", code, why: code, cause }];
      expect(await codeOf(await buy())).toEqual([409, code]);
    }
    expect(orders.orders.size).toBe(0);
    expect((await buy()).status).toBe(201);
    const dear = { price: euros(Number.MAX_SAFE_INTEGER), quantity: 2 };
    expect(await codeOf(await openSale().buy(dear))).toEqual([422, "total-too-large"]);
    expect(await codeOf(await openSale().buy({ sku: "CAR-0099" }))).toEqual([422, "sku-unknown"]);
  });

  it("asks the allotment again when inventory's answer was lost", async () => {
    const { buy, callees, find, later, ticket } = openSale();
    callees.answers.reserve = [unclear];
    const { id, status } = await (await buy()).json();
    expect(status).toBe("placed");
    await later(2);
    expect(await (await find()).json()).toMatchObject({ orderId: id, status: "stock-reserved" });
    expect(callees.fromAllotments.get(id)).toBe(ticket.allotmentId);
  });
});

describe("GET /v1/sale-orders/:ticketId", () => {
  it("finds the ticket's order, to be paid 30 seconds before the sale's hold ends", async () => {
    const { buy, callees, find } = openSale();
    expect(await codeOf(await find())).toEqual([404, "order-unknown"]);
    callees.answers.reserve = [held(120)];
    const { id, payBy } = await (await buy()).json();
    expect(payBy).toBe("2026-11-21T09:31:30.000Z");
    expect(await (await find()).json()).toEqual({
      orderId: id,
      status: "stock-reserved",
      payBy,
      piece: "held",
    });
  });
});

describe("what a sale hears of its orders", () => {
  const ended = (status: OrderStatus) => ({ topic: orderEnded.topic, status });
  const back = (status: OrderStatus) => ({ topic: orderStockBack.topic, status });

  it("confirmed, with the ticket", async () => {
    const { buy, find, orders, tell, ticket, told } = openSale();
    const { id } = await (await buy()).json();
    const amount = euros(9_900);
    const fact = { paymentId: newId("pay"), orderId: id, amount, at: now.toISOString() };
    await tell(paymentAuthorised, fact);
    expect(orders.orders.get(id)?.status).toBe("confirmed");
    expect(told()).toMatchObject([{ topic: orderConfirmed.topic, orderId: id, ticketId: ticket.ticketId }]);
    expect(await (await find()).json()).toMatchObject({ piece: "sold" });
  });

  it("ended, and later that its piece is back: only once inventory has it", async () => {
    const { buy, callees, find, later, ticket, told } = openSale();
    callees.answers.reserve = [held(120)];
    callees.answers.release = [unclear];
    await buy();
    await later(91);
    expect(await (await find()).json()).toMatchObject({ status: "expired", piece: "held" });
    expect(told()).toMatchObject([{ ...ended("expired"), ticketId: ticket.ticketId }]);
    await later(5);
    expect(await (await find()).json()).toMatchObject({ piece: "back" });
    expect(told()).toMatchObject([ended("expired"), { ...back("expired"), ticketId: ticket.ticketId }]);
    expect(callees.asked).toEqual(["reserve", "cancel-payment", "release", "release"]);
  });

  it("cancelled by the shopper, and back", async () => {
    const { buy, post, runner, ticket, told } = openSale();
    const { id } = await (await buy()).json();
    await post(`/v1/orders/${id}/cancellation`, signedIn(ticket.shopperId), {});
    await runner.idle();
    expect(told()).toMatchObject([ended("cancelled"), back("cancelled")]);
  });

  it("cancelled and back at once when nothing could be held", async () => {
    const { buy, callees, later, told } = openSale();
    callees.answers.reserve = [unclear, refused("out-of-stock")];
    await buy();
    await later(2);
    expect(told()).toMatchObject([ended("cancelled"), back("cancelled")]);
  });

  it("no ticket of an ordinary order", async () => {
    const { place, post, runner, told } = openSale();
    const who = signedIn();
    const { id } = await (await place(who)).json();
    await post(`/v1/orders/${id}/cancellation`, who, {});
    await runner.idle();
    expect(told().map((event) => "ticketId" in event)).toEqual([false, false]);
  });
});
