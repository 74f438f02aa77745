import { freeze } from "../harness/freeze.ts";
import { kubectl, podsOf, rolledOut, scale } from "../harness/kubectl.ts";
import { plant } from "../harness/planted.ts";
import { newShopper } from "../harness/shopper.ts";
import type { Fault } from "./fault.ts";
import { inAll, meanwhile } from "./meanwhile.ts";

/** The carrier's pod is gone, and no other one may start. */
export const carrierDown: Fault = {
  what: "the carrier's pod is gone, and its namespace may have no other",
  fires: [{ alert: "ServiceDown", words: ["carrier"] }],
  inflict: async () => {
    const outside = (...args: string[]) => kubectl("-n", "outside", ...args);
    await outside("create", "quota", "none", "--hard=pods=0");
    await outside("delete", "pod", "-l", "app=carrier", "--grace-period=1", "--wait=false");
    return async () => {
      await outside("delete", "quota", "none");
      // Else the next attempt may take minutes.
      await scale("deployment/carrier", 0, "outside");
      await scale("deployment/carrier", 1, "outside");
    };
  },
};

/** Those who ask for stock wait. */
export const inventorySlow: Fault = {
  what: "each query of inventory leaves 1.2 s late",
  fires: [{ alert: "ServiceSlow", words: ["inventory"] }],
  inflict: async () => {
    const shoppers = await Promise.all(Array.from({ length: 6 }, () => newShopper()));
    const stop = meanwhile(() =>
      inAll(shoppers, (shopper) => shopper.send("GET", "/v1/stock?skus=CAR-0001")),
    );
    const mend = await plant("slow", "inventory");
    return () => Promise.all([stop(), mend()]);
  },
};

/** Redis is away. */
export const redisDown: Fault = {
  what: "Redis is scaled to 0",
  fires: [{ alert: "StoreDown", words: ["redis"] }],
  inflict: async () => {
    await scale("statefulset/redis", 0, "shop-data");
    return async () => {
      await scale("statefulset/redis", 1, "shop-data");
      await rolledOut("statefulset/redis", "shop-data");
    };
  },
};

/** One of two pods of inventory hangs while people order. */
export const podHangs: Fault = {
  what: "one of two pods of inventory is stopped by SIGSTOP",
  fires: [{ alert: "BreakerOpen", words: ["inventory"] }],
  inflict: async () => {
    const before = await podsOf("inventory");
    await scale("deployment/inventory", 2);
    await rolledOut("inventory");
    const second = (await podsOf("inventory")).find((name) => !before.includes(name)) ?? "";
    const shoppers = await Promise.all(Array.from({ length: 40 }, () => newShopper()));
    const order = { lines: [{ sku: "CAR-0005", quantity: 1 }] };
    const stop = meanwhile(() =>
      inAll(shoppers, async (shopper) => {
        const reply = await shopper.placeOrder(order);
        const id = /"id":"(ord_[^"]+)"/.exec(reply.text)?.[1];
        if (id !== undefined) await shopper.post(`/v1/orders/${id}/cancellation`, {});
      }),
    );
    const thaw = await freeze(second, "inventory");
    return async () => {
      thaw();
      await stop();
      await scale("deployment/inventory", 1);
    };
  },
};

/** An address asks for more than staff may; shoppers have buckets of their own. */
export const flood: Fault = {
  what: "one address sends staff's routes 300 requests a second",
  fires: [{ alert: "RequestsLimited", words: ["staff"] }],
  toldWithinSeconds: 180,
  inflict: async () => {
    const greedy = await newShopper();
    const many = Array.from({ length: 300 }, () => greedy);
    // Refused by the gateway, so that no app has work with it.
    const headers = { authorization: "Bearer none" };
    return meanwhile(
      () => inAll(many, (shopper) => shopper.send("GET", "/v1/staff/payments", { headers })),
      1_000,
    );
  },
};
