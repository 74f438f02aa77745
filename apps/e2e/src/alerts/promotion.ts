import { euros, newId } from "@caravan/contracts";
import { openDatabase } from "../harness/databases.ts";
import { rolledOut, scale } from "../harness/kubectl.ts";
import { activePromotion, commandPromotion } from "../harness/promotion.ts";
import { newShopper, orderIn, somewhere } from "../harness/shopper.ts";
import { until } from "../harness/until.ts";
import type { Fault } from "./fault.ts";

/** A use that is held for an order that does not exist, with these attempts, due in so many seconds; how to change and to remove it. */
const plantUse = async (attempts: number, dueInSeconds: number) => {
  const promotion = await openDatabase("promotion");
  const orderId = newId("ord");
  const now = Date.now();
  await promotion.query(
    "insert into uses (order_id, status, created_at, due_at, attempts) values (?, 'held', ?, ?, ?)",
    [orderId, new Date(now), new Date(now + dueInSeconds * 1000), attempts],
  );
  const remove = async () => {
    await promotion.query("delete from uses where order_id = ?", [orderId]);
    await promotion.end();
  };
  return { promotion, orderId, remove };
};

/** Keepers pass over a row that is locked. */
export const usesWait: Fault = {
  what: "what an order holds of promotions is locked by a session that does nothing",
  fires: [{ alert: "PromotionUsesWait", words: ["promotion"] }],
  // It is due after five seconds, and late a minute after that.
  toldWithinSeconds: 240,
  inflict: async () => {
    const { promotion, orderId, remove } = await plantUse(0, 5);
    await promotion.query("set session idle_transaction_timeout = 600");
    await promotion.query("start transaction");
    await promotion.query("select * from uses where order_id = ? for update", [orderId]);
    return async () => {
      await promotion.query("rollback");
      await remove();
    };
  },
};

/** A use about which ten attempts have brought no answer. */
export const useStuck: Fault = {
  what: "ten attempts have not settled what an order holds of promotions",
  fires: [{ alert: "PromotionUsesStuck", words: ["promotion"] }],
  inflict: async () => (await plantUse(10, 3_600)).remove,
};

/** The budget of a coupon is nearly given. */
export const nearlySpent: Fault = {
  what: "an order takes 95 % of a coupon's budget",
  fires: [{ alert: "PromotionNearlySpent", words: ["budget"] }],
  inflict: async () => {
    const code = `SPENT-${crypto.randomUUID().slice(0, 8).toUpperCase()}`;
    const { id } = await activePromotion({
      ...{ kind: "coupon", name: "Nearly spent", code, limits: { budget: euros(100) } },
      benefit: { type: "amount", amount: euros(95) },
    });
    const shopper = await newShopper();
    const lines = [{ sku: "CAR-0005", quantity: 1 }];
    const order = orderIn(await shopper.post("/v1/orders", { lines, deliverTo: somewhere, codes: [code] }));
    return async () => {
      await commandPromotion(id, "end");
      await shopper.post(`/v1/orders/${order.id}/cancellation`, {});
    };
  },
};

/** Orders go on at list price. */
export const promotionAway: Fault = {
  what: "promotion is scaled to 0 while a price rule counts",
  fires: [{ alert: "DiscountsMissed", words: ["list price"] }],
  toldWithinSeconds: 180,
  // It looks back five minutes.
  overWithinSeconds: 480,
  lingers: true,
  inflict: async () => {
    const sku = "CAR-0005";
    const { id } = await activePromotion({
      ...{ kind: "rule", name: "A tenth off", benefit: { type: "percent", percent: 10 } },
      condition: { skus: [sku] },
    });
    const shopper = await newShopper();
    const isReduced = async (): Promise<boolean> => {
      const order = orderIn(await shopper.placeOrder({ lines: [{ sku, quantity: 1 }] }));
      await shopper.post(`/v1/orders/${order.id}/cancellation`, {});
      return order.discount !== undefined;
    };
    await until("orders get what the rule gives", async () => ((await isReduced()) ? true : undefined));
    await scale("deployment/promotion", 0);
    await until("orders go on at list price", async () => ((await isReduced()) ? undefined : true));
    return async () => {
      await scale("deployment/promotion", 1);
      await rolledOut("promotion");
      await commandPromotion(id, "end");
    };
  },
};
