import { newId, Problem, paymentDeclined } from "@caravan/contracts";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { signedIn } from "./testing/fake-shop.ts";
import { openPaidShop } from "./testing/paid-shop.ts";

const outcome = async (reply: Response) => [reply.status, v.parse(Problem, await reply.json()).code];

describe("paying", () => {
  it("finds the payment already begun, and is refused once there is nothing to pay", async () => {
    const { authorise, callees, path, post, who } = await openPaidShop();
    const body = { returnUrl: "https://shop.example/back" };
    const reply = await post(path("payment"), who, body);
    expect([reply.status, await reply.json()]).toEqual([
      200,
      {
        status: "requires-confirmation",
        amount: callees.payment.amount,
        confirmationUrl: callees.payment.confirmationUrl,
      },
    ]);
    await authorise();
    expect(await outcome(await post(path("payment"), who, body))).toEqual([409, "order-not-payable"]);
  });

  describe("again under the first key", () => {
    const body = { returnUrl: "https://shop.example/back" };
    /** A shop whose payment was begun under `key-1`, and the reply when that key comes again. */
    const openShop = async () => {
      const shop = await openPaidShop();
      const { callees, path, post, who } = shop;
      const press = async (key = "key-1") => {
        const reply = await post(path("payment"), who, body, key);
        return { reply, told: await reply.clone().json() };
      };
      const { confirmationUrl } = (await press()).told;
      /** The bank declines the current payment; the next one has another id. */
      const decline = async () => {
        await shop.tell(paymentDeclined, { ...shop.fact(), reason: "no money" });
        Object.assign(callees.payment, {
          id: newId("pay"),
          confirmationUrl: "https://bank.example/second",
        });
      };
      return { ...shop, confirmationUrl, decline, press };
    };

    it("finds the same payment while it is open, and marks the reply as a replay", async () => {
      const { confirmationUrl, press } = await openShop();
      const { reply, told } = await press();
      expect([reply.status, told.confirmationUrl]).toEqual([200, confirmationUrl]);
      expect(reply.headers.get("idempotency-replayed")).toBe("true");
    });

    it("begins the next payment after a decline, and never leads to the declined one", async () => {
      const { callees, decline, order, orders, press } = await openShop();
      await decline();
      const { reply, told } = await press();
      expect([reply.status, told.confirmationUrl]).toEqual([200, "https://bank.example/second"]);
      expect(reply.headers.get("idempotency-replayed")).toBeNull();
      expect(orders.orders.get(order.id)?.paymentId).toBe(callees.payment.id);
    });

    it("is refused once another payment has paid the order", async () => {
      const { authorise, decline, press } = await openShop();
      await decline();
      await press("key-2");
      await authorise();
      expect(await outcome((await press()).reply)).toEqual([409, "order-not-payable"]);
    });

    it("is unknown to another shopper, and is refused with another body", async () => {
      const { path, post, who } = await openShop();
      const other = await post(path("payment"), who, { returnUrl: "https://shop.example/" }, "key-1");
      expect(await outcome(other)).toEqual([422, "idempotency-key-reused"]);
      expect(await outcome(await post(path("payment"), signedIn(), body, "key-1"))).toEqual([
        404,
        "order-unknown",
      ]);
    });
  });

  it("is refused when the order was cancelled during the call to the bank, and the payment is cancelled", async () => {
    const { callees, dependencies, orders, order, path, post, runner, who } = await openPaidShop();
    const { payments } = dependencies;
    const start = payments.start;
    orders.orders.set(order.id, { ...order, paymentId: null });
    Object.assign(payments, {
      start: async (...given: Parameters<typeof start>) => {
        await post(path("cancellation"), who, {});
        await runner.idle();
        return start(...given);
      },
    });
    const reply = await post(path("payment"), who, { returnUrl: "https://shop.example/back" });
    expect(await outcome(reply)).toEqual([409, "order-not-payable"]);
    await runner.idle();
    expect(callees.asked.at(-1)).toBe("cancel-payment");
  });
});
