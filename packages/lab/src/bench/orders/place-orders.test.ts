import { expect, test } from "vitest";
import type { LaneRequest, Reply } from "../load/http-lane.ts";
import { type OrderBook, ordersPerGuest, placeOrders } from "./place-orders.ts";

const products = [{ id: "prd_019a0000-0000-7000-8000-000000000001", sku: "CAR-0001" }];
const order: Reply = { status: 201, text: '{"id":"ord_019a0000-0000-7000-8000-000000000001"}' };

/** A lane that answers by this, and what was sent over it. */
const laneOf = (answer: (attempt: number) => Reply) => {
  const sent: LaneRequest[] = [];
  const send = async (request: LaneRequest) => answer(sent.push(request) - 1);
  return { sent, lane: { send, close: async () => {} } };
};
const newBook = (): OrderBook => ({
  ...{ guests: [{ authorization: "guest 1" }], placed: [], refusals: {}, retries: 0 },
  newGuest: async () => ({ authorization: "a guest made meanwhile" }),
});

test("a guest places as many orders as it may leave unpaid, and then another one does", async () => {
  const { lane, sent } = laneOf(() => order);
  const book = newBook();
  const send = placeOrders(lane, book, products, 0);
  for (let i = 0; i <= ordersPerGuest; i += 1) expect(await send()).toBeUndefined();
  const guests = sent.map(({ headers }) => headers.authorization);
  expect([guests[0], guests[ordersPerGuest - 1], guests[ordersPerGuest]]).toEqual([
    ...["guest 1", "guest 1", "a guest made meanwhile"],
  ]);
  expect(book.placed).toHaveLength(ordersPerGuest + 1);
});

test("what may pass is sent again under the same key, and counted as a refusal and a retry", async () => {
  const answers = [
    () => ({ status: 503, text: '{"code":"stock-busy"}' }),
    () => {
      throw Object.assign(new Error("cut off"), { code: "ECONNRESET" });
    },
  ];
  const { lane, sent } = laneOf((attempt) => answers[attempt]?.() ?? order);
  const book = newBook();
  expect(await placeOrders(lane, book, products, 0)()).toBeUndefined();
  expect(book).toMatchObject({ refusals: { "503 stock-busy": 1, ECONNRESET: 1 }, retries: 2 });
  expect(new Set(sent.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
});

test("what stays so is not sent again: the order failed by its name", async () => {
  const { lane, sent } = laneOf(() => ({ status: 409, text: '{"code":"out-of-stock"}' }));
  const book = newBook();
  expect(await placeOrders(lane, book, products, 0)()).toBe("409 out-of-stock");
  expect([sent.length, book.retries, book.placed]).toEqual([1, 0, []]);
});

test("an order that is refused for ever fails after its last attempt", async () => {
  const { lane, sent } = laneOf(() => ({ status: 429, text: "" }));
  expect(await placeOrders(lane, newBook(), products, 0)()).toBe("429");
  expect(sent).toHaveLength(4);
});
