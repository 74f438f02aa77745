import { OrderSummary, Page, Problem } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { newShopper, orderIn, type Reply, type Shopper } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";

const body = { lines: [{ sku: "CAR-0003", quantity: 1 }] };
const codeOf = (reply: Reply): string => v.parse(Problem, reply.json()).code;

const ordersOf = async (shopper: Shopper): Promise<string[]> =>
  v
    .parse(Page(OrderSummary), (await shopper.send("GET", "/v1/orders")).json())
    .items.map((order) => order.id);

describe("an Idempotency-Key", () => {
  it("returns the same response for the same body, for any number of requests", async () => {
    const shopper = await newShopper();
    const key = crypto.randomUUID();
    const first = await shopper.placeOrder(body, key);
    const again = await shopper.placeOrder(body, key);
    expect([again.status, again.json()]).toEqual([first.status, first.json()]);
    expect(await ordersOf(shopper)).toEqual([orderIn(first).id]);
  });
  it("places one order when two requests race", async () => {
    const shopper = await newShopper();
    const key = crypto.randomUUID();
    const raced = await Promise.all([shopper.placeOrder(body, key), shopper.placeOrder(body, key)]);
    for (const reply of raced)
      if (reply.status !== 201)
        expect([reply.status, codeOf(reply)]).toEqual([409, "idempotency-key-in-progress"]);
    const settled = await until("the key's response is stored", async () => {
      const reply = await shopper.placeOrder(body, key);
      return reply.status === 201 ? reply : undefined;
    });
    expect(await ordersOf(shopper)).toEqual([orderIn(settled).id]);
  });
  it("refuses another body under the same key and places nothing", async () => {
    const shopper = await newShopper();
    const key = crypto.randomUUID();
    const first = orderIn(await shopper.placeOrder(body, key));
    const other = await shopper.placeOrder({ lines: [{ sku: "CAR-0003", quantity: 2 }] }, key);
    expect([other.status, codeOf(other)]).toEqual([422, "idempotency-key-reused"]);
    expect(await ordersOf(shopper)).toEqual([first.id]);
  });
  it("belongs to its shopper: the same key of another shopper is another order", async () => {
    const [one, two] = [await newShopper(), await newShopper()];
    const key = crypto.randomUUID();
    const [first, second] = [
      orderIn(await one.placeOrder(body, key)),
      orderIn(await two.placeOrder(body, key)),
    ];
    expect(first.id).not.toBe(second.id);
  });
});
