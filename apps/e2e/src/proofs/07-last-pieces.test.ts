import { cards } from "@caravan/buyer";
import { Problem } from "@caravan/contracts";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expectCleanBooks } from "../harness/books.ts";
import { newShopper, orderIn, pay, reached, type Shopper } from "../harness/shopper.ts";
import { freeStock, setFreeStock } from "../harness/stock.ts";
import { until } from "../harness/until.ts";

const sku = "CAR-0007";
const pieces = 50;
const buyers = 500;

beforeAll(() => setFreeStock(sku, pieces, { spread: true }));
afterAll(() => setFreeStock(sku, 100_000));

interface Attempt {
  readonly shopper: Shopper;
  readonly orderId: string;
  readonly kind: "pays" | "pays late" | "is declined";
}

describe(`${buyers} buyers for the last ${pieces} pieces, a third paying late, a third declined`, () => {
  it("exactly so many are sold or free again, and no buyer is charged without goods", async () => {
    const shoppers: Shopper[] = [];
    for (let first = 0; first < buyers; first += 50)
      shoppers.push(...(await Promise.all(Array.from({ length: 50 }, () => newShopper()))));
    const replies = await Promise.all(
      shoppers.map((shopper) => shopper.placeOrder({ lines: [{ sku, quantity: 1 }] })),
    );
    const refused = replies.filter((reply) => reply.status === 409);
    for (const reply of refused) expect(v.parse(Problem, reply.json()).code).toBe("out-of-stock");
    const attempts = replies.flatMap((reply, i): Attempt[] => {
      const shopper = shoppers[i];
      if (reply.status !== 201 || shopper === undefined) return [];
      const kind = (["pays", "pays late", "is declined"] as const)[i % 3] ?? "pays";
      return [{ shopper, orderId: orderIn(reply).id, kind }];
    });
    expect({ held: attempts.length, refused: refused.length }).toEqual({
      held: pieces,
      refused: buyers - pieces,
    });
    expect(await freeStock(sku)).toBe(0);

    const of = (kind: Attempt["kind"]) => attempts.filter((attempt) => attempt.kind === kind);
    await Promise.all(of("pays").map(({ shopper, orderId }) => pay(shopper, orderId)));
    await Promise.all(of("is declined").map(({ shopper, orderId }) => pay(shopper, orderId, cards.declined)));
    // Late: the money is captured while, or after, the order expires. It must be refunded.
    const late = of("pays late");
    await Promise.all(
      late.map(async ({ shopper, orderId }) => {
        await shopper.startPayment(orderId);
        await Promise.allSettled([
          pay(shopper, orderId),
          shopper.post(`/v1/orders/${orderId}/cancellation`, {}),
        ]);
      }),
    );

    for (const { shopper, orderId } of of("pays"))
      await reached(shopper, orderId, "confirmed", "dispatched", "delivered");
    // The goods stay held while the time to pay lasts: half of them pay by another card, the others cancel.
    const [again, given] = [0, 1].map((half) => of("is declined").filter((_, i) => i % 2 === half));
    for (const { shopper, orderId } of of("is declined")) {
      const order = await until(`${orderId} is declined`, async () => {
        const seen = await shopper.order(orderId);
        return seen.declined ? seen : undefined;
      });
      expect(order.status).toBe("stock-reserved");
    }
    await Promise.all(again?.map(({ shopper, orderId }) => pay(shopper, orderId)) ?? []);
    for (const { shopper, orderId } of again ?? [])
      await reached(shopper, orderId, "confirmed", "dispatched", "delivered");
    for (const { shopper, orderId } of given ?? []) {
      await shopper.post(`/v1/orders/${orderId}/cancellation`, {});
      await reached(shopper, orderId, "cancelled");
    }
    for (const { shopper, orderId } of late) await reached(shopper, orderId, "cancelled");
    await expectCleanBooks();
    expect((await freeStock(sku)) + of("pays").length + (again?.length ?? 0)).toBe(pieces);
  });
});
