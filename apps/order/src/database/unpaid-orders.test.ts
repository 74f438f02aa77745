import { newId } from "@caravan/contracts";
import { openDatabase } from "@caravan/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { advance } from "../domain/machine.ts";
import { at } from "../testing/make-order.ts";
import { closeStores, idForm, keyedBy, openStore, placedBy, placeOnce } from "../testing/order-stores.ts";
import { openOrders } from "./orders.ts";

afterAll(closeStores);

let test: Awaited<ReturnType<typeof openStore>>;
beforeAll(async () => {
  test = await openStore();
});

describe("what a shopper holds unpaid, in MariaDB", () => {
  it("is counted under the shopper's lock: of many concurrent orders no more than allowed are written", async () => {
    const shopper = newId("gst");
    const second = await openDatabase(test.settings);
    const replicas = [test.orders, openOrders({ database: second, traceparent: () => undefined })];
    const attempts = await Promise.allSettled(
      Array.from({ length: 24 }, (_, i) =>
        placeOnce(
          replicas[i % 2] ?? test.orders,
          keyedBy(shopper, newId("key")),
          idForm,
          (id, _unpaid, save) =>
            save((owner, unpaid) => {
              if (unpaid.orders >= 5) throw new Error("too much");
              return placedBy(id, owner);
            }),
        ),
      ),
    );
    expect(attempts.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    const request = keyedBy(shopper, newId("key"));
    const seen = await placeOnce(test.orders, request, idForm, async (id, unpaid, save) => {
      expect(unpaid).toEqual({ orders: 5, pieces: 15 });
      return save((owner) => placedBy(id, owner));
    });
    await test.orders.change({
      orderId: seen.body,
      decide: (order) => advance(order, { kind: "cancel", who: "shopper:1", why: null }, at(1)),
    });
    await placeOnce(test.orders, keyedBy(shopper, newId("key")), idForm, async (id, unpaid, save) => {
      expect(unpaid.orders).toBe(5);
      return save((owner) => placedBy(id, owner));
    });
    await second.close();
  });
});
