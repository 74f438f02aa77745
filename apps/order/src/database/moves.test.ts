import { newId, type OrderStatus } from "@caravan/contracts";
import { afterAll, expect, it } from "vitest";
import { unchanged } from "../domain/transition.ts";
import { closeStores, openStore, placeOne, traceparent } from "../testing/order-stores.ts";
import { openOrders } from "./orders.ts";

afterAll(closeStores);

it("each new status of an order is told once, after it is committed", async () => {
  const { database } = await openStore();
  const told: OrderStatus[] = [];
  const onMove = (status: OrderStatus) => told.push(status);
  const orders = openOrders({ database, traceparent: () => traceparent, onMove });
  const { reply } = await placeOne(orders, newId("gst"));
  const to = (status: OrderStatus) =>
    orders.change({
      orderId: reply.body,
      decide: (order) => unchanged(order.status === status ? order : { ...order, status }),
    });

  await to("cancelling");
  await to("cancelling");
  await to("cancelled");
  const refused = orders.change({
    orderId: reply.body,
    decide: () => {
      throw new Error("refused");
    },
  });
  await expect(refused).rejects.toThrow("refused");
  expect(told).toEqual(["cancelling", "cancelled"]);
});
